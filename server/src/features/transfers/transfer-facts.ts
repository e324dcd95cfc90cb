import type { RefusedLine, TypeCount } from '@candour/contract/transfers.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { EnteredMember } from '../../platform/access/actor.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { TableFacts } from '../tables/table-facts.ts'
import { refusedKey } from './transfer-compartment.ts'
import { transfers, type PartKind, type TransferRow } from './transfers.store.ts'

/** Where an import is: everything before it is done. */
export interface Position {
  /** 1: patients; 2: everything else, which names them. */
  pass: 1 | 2
  /** Index into the files. */
  file: number
  /** Byte of the file at which the next line begins; of a Bundle, always 0. */
  offset: number
  /** Lines (or entries of a Bundle) before it. */
  line: number
}

/** Where an export is: what comes after `after` is still to do. */
export interface Cursor {
  stage: 'resources' | 'pages' | 'done'
  after: { type: string; id: string } | null
}

/** What is sealed of a transfer. */
export interface TransferFacts {
  by: Pick<EnteredMember, 'member' | 'session' | 'origin'> | null
  files: { id: string | null; name: string; size: number }[]
  /** By which the command line knows its own transfer again. */
  source: string | null
  position: Position | null
  cursor: Cursor | null
  checked: TypeCount[]
  kept: TypeCount[]
  references: { found: number; resolved: number }
  refused: number
  patient: string | null
  /** Patients whose records were restricted to others than who asked for it, from its start to their turn: they are not in it. */
  leftOut?: string[]
  passphrase: string | null
  /** The packed export: its blob. */
  content: { blob: string; name: string; size: number } | null
  problem: string | null
  /** Of a table of patients. */
  table: TableFacts | null
}

export const noFacts: TransferFacts = {
  by: null,
  files: [],
  source: null,
  position: null,
  cursor: null,
  checked: [],
  kept: [],
  references: { found: 0, resolved: 0 },
  refused: 0,
  patient: null,
  passphrase: null,
  content: null,
  problem: null,
  table: null,
}

function place(transfer: string, revision: number) {
  return { table: 'candour.transfer', field: 'sealed', record: transfer, revision, schema: 1 }
}

type Keys = Pick<Within, 'vault' | 'keys'>

export function sealTransfer({ vault, keys }: Keys, transfer: string, revision: number, facts: TransferFacts): Buffer {
  return vault.seal(keys.record, place(transfer, revision), Buffer.from(JSON.stringify(facts)))
}

export function openTransfer({ vault, keys }: Keys, row: TransferRow): TransferFacts {
  const { transfer, revision, sealed } = row
  return JSON.parse(vault.open(keys.record, place(transfer, revision), sealed).toString()) as TransferFacts
}

/** Writes the row with these facts, as its next revision. */
export async function saveTransfer(
  within: Keys & { tx: Transaction },
  row: TransferRow,
  facts: TransferFacts,
  change: Partial<TransferRow> = {},
): Promise<TransferRow> {
  const revision = row.revision + 1
  const saved = { ...row, ...change, revision, sealed: sealTransfer(within, row.transfer, revision, facts) }
  await transfers.update(within.tx, saved)
  return saved
}

/**
 * A piece of an export. Lines: `id TAB resource` of one type, sorted by id; resources whose id is a UUID and others lie in
 * pieces of their own, for each of the two comes in order. Pages: one a line. A file: bytes of the record itself.
 */
export type ExportPart = { blob: string; size: number } & (
  | { part: 'lines'; type: string; uuid: boolean; count: number }
  | { part: 'pages' }
  | { part: 'file'; path: string; name: string }
)

export function partPlace(transfer: string, part: string) {
  return { table: 'candour.transfer_part', field: 'sealed', record: `${transfer}/${part}`, revision: 1, schema: 1 }
}

export async function addPart(
  { tx, vault, keys }: Keys & { tx: Transaction },
  row: TransferRow,
  kind: PartKind,
  what: ExportPart | RefusedLine[],
): Promise<void> {
  const part = newId()
  const key = kind === 'refused' ? await refusedKey({ tx, vault, keys }, row) : keys.record
  const sealed = vault.seal(key, partPlace(row.transfer, part), Buffer.from(JSON.stringify(what)))
  await transfers.addPart(tx, row.transfer, { part, kind, step: row.step, sealed })
}

export async function listParts<What extends ExportPart | RefusedLine[]>(
  { tx, vault, keys }: Keys & { tx: Transaction },
  row: TransferRow,
  kind: What extends ExportPart ? 'bytes' : 'refused',
  step: TransferRow['step'],
): Promise<What[]> {
  const { transfer } = row
  const rows = await transfers.parts(tx, transfer, kind, step)
  if (rows.length === 0) return []
  const key = kind === 'refused' ? await refusedKey({ tx, vault, keys }, row) : keys.record
  return rows.map(
    ({ part, sealed }) => JSON.parse(vault.open(key, partPlace(transfer, part), sealed).toString()) as What,
  )
}
