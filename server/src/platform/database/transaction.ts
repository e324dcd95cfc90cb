/**
 * Promise: a verb's transaction is inside one practice before the verb begins, and nothing hands out another kind.
 * The pool stays in this folder.
 */
import type pg from 'pg'
import { useConnection, type Connection, type Wording } from './connection.ts'
import type { FieldChange } from '../ledger/changed-fields.ts'
import type { Statement } from './statement.ts'

declare const branded: unique symbol

/** One version of a record that a transaction opened or wrote; `hash` is the hex SHA-256 of its sealed bytes. */
export interface TouchedRecord {
  type: string
  id: string
  version: number
  hash: string
  /** This transaction wrote it; else it was opened. */
  written?: true
}

/** For whom records are opened. Candour itself (a job, the operator at the machine with the keys) is restricted by nobody. */
export type Asker = { kind: 'member'; member: string; now: Date } | { kind: 'candour' }

/** That a record is restricted, for whoever was let in: to how many, and until when where the glass was broken. */
export interface Restricted {
  people: number
  until: Date | null
}

/** Inside one practice, as the application's role. */
export interface Transaction {
  readonly [branded]: 'practice'
  readonly practice: string
  run<Row>(statement: Statement<Row>, ...parameters: unknown[]): Promise<Row[]>
  /** Shares the statement with those who ask the same at this moment; see connection.ts. The practice goes ahead by itself. */
  runTogether<Row>(statement: Statement<Row & { place: number }>, ...parameters: unknown[]): Promise<Row[]>
  /** Compartments that were opened or made; the ledger lists them even if the verb forgets to. */
  readonly touched: Set<string>
  /** Those that were made: after a rollback they never were, and nothing names them. */
  readonly made: Set<string>
  /** Deleted patients whose compartments were opened: the door refuses it, unless the verb has dealt with it. */
  readonly deleted: Set<string>
  /** Who asks. As long as nobody is named, a restricted record opens to nobody (decision 0025). */
  asker: Asker | null
  /** Patients whose restricted records did not open to the asker: to verbs it is as if they were not there. */
  readonly hidden: Set<string>
  /** Restricted records that did open. */
  readonly restricted: Map<string, Restricted>
  /** Versions of records that were opened or written, for the entry's detail. */
  readonly records: TouchedRecord[]
  /** What changed in rows that are no FHIR resources, for the entry's detail. */
  readonly changes: FieldChange[]
  /** Compartments into which something was sealed. */
  readonly written: Set<string>
  /** Sent, and not waited for; see connection.ts. */
  send(statement: Statement<unknown>, parameters: readonly unknown[], failed?: Wording): void
  /** Runs once the transaction has committed, in order; never when it did not. */
  afterCommit(act: () => void): void
}

/** At the gate: before a practice is known. `within` goes on inside a practice, in the same transaction. */
export interface GateTransaction {
  readonly [branded]: 'gate'
  run<Row>(statement: Statement<Row>, ...parameters: unknown[]): Promise<Row[]>
  within(practice: string): Transaction
  afterCommit(act: () => void): void
}

export function practiceTransaction(
  connection: Connection,
  practice: string,
  after: (() => void)[],
  role: 'own' | 'application' = 'own',
  changes: FieldChange[] = [],
): Transaction {
  const standing = { role, practice }
  return {
    practice,
    touched: new Set<string>(),
    made: new Set<string>(),
    deleted: new Set<string>(),
    asker: null,
    hidden: new Set<string>(),
    restricted: new Map(),
    records: [],
    changes,
    written: new Set<string>(),
    run: (statement, ...parameters) => connection.run(standing, statement, parameters),
    runTogether: (statement, ...parameters) => connection.runTogether(standing, statement, parameters),
    send: (statement, parameters, failed) => connection.send(standing, statement, parameters, failed),
    afterCommit: (act) => after.push(act),
  } as Partial<Transaction> as Transaction
}

function gateTransaction(connection: Connection, after: (() => void)[]): GateTransaction {
  const standing = { role: 'own', practice: null } as const
  const changes = new Map<string, FieldChange[]>()
  return {
    run: (statement, ...parameters) => connection.run(standing, statement, parameters),
    // The verb changes and the door enters, each within the practice for itself: the entry says what changed there.
    within: (practice) => {
      const there = changes.get(practice) ?? []
      changes.set(practice, there)
      return practiceTransaction(connection, practice, after, 'application', there)
    },
    afterCommit: (act) => after.push(act),
  } as Partial<GateTransaction> as GateTransaction
}

/** Begins, runs, commits; on any error rolls back and throws it. A connection that can't even roll back is closed. */
export async function runTransaction<T>(
  pool: pg.Pool,
  act: (connection: Connection, after: (() => void)[]) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const connection = useConnection(client)
  const after: (() => void)[] = []
  let broken = false
  let result: T
  try {
    connection.begin()
    result = await act(connection, after)
    await connection.commit()
  } catch (error) {
    try {
      await connection.rollback()
    } catch {
      broken = true
    }
    throw error
  } finally {
    client.release(broken)
  }
  for (const act of after) act()
  return result
}

export interface Transactions {
  /** Changes of one practice. */
  inPractice<T>(practice: string, act: (tx: Transaction) => Promise<T>): Promise<T>
  /** Before a practice is known: sign-up, sign-in, invitations. */
  atGate<T>(act: (tx: GateTransaction) => Promise<T>): Promise<T>
}

export function transactionsOn(pools: { application: pg.Pool; gate: pg.Pool }): Transactions {
  return {
    inPractice: (practice, act) =>
      runTransaction(pools.application, (connection, after) => act(practiceTransaction(connection, practice, after))),
    atGate: (act) => runTransaction(pools.gate, (connection, after) => act(gateTransaction(connection, after))),
  }
}
