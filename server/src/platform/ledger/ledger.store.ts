/** Promise: entries are only ever added. The application inserts what waits; the sequencer alone numbers it. */
import type { Connection, Wording } from '../database/connection.ts'
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Across } from '../database/workspace.ts'
import { newId } from '../vault/ids.ts'
import type { QueuedEntry } from './entry.ts'

const insertChange = statement(
  'ledger-insert-change',
  'insert into ledger.queue (id, practice, entries) values ($1, $2, $3)',
)
const appendBatch = statement('ledger-append-batch', 'select ledger.append_batch($1, $2)')

/** The entry of a change, in the change's own transaction, as its last statement: the commit waits for it. */
export function insertEntry(tx: Transaction, entry: QueuedEntry, failed?: Wording): void {
  tx.send(insertChange, [newId(), tx.practice, JSON.stringify([entry])], failed)
}

/** The entries of a batch of reads, one row, in the transaction that the reads share. */
export function appendEntries(connection: Connection, entries: QueuedEntry[], failed: Wording): void {
  connection.send({ role: 'own', practice: null }, appendBatch, [newId(), JSON.stringify(entries)], failed)
}

export interface QueuedRow {
  at: Date
  id: string
  xid: string
  practice: string | null
  entries: string
}

const lockPosition = statement<{ xid: string; fence: number; horizon: string }>(
  'ledger-lock-position',
  `select xid::text, fence, pg_snapshot_xmin(pg_current_snapshot())::text as horizon from ledger.position for update`,
)
const readQueue = statement<QueuedRow>(
  'ledger-read-queue',
  `select at, id, xid::text, practice, entries from ledger.queue
   where xid >= $1::xid8 and xid < $2::xid8 order by xid limit $3`,
)
const anyWaiting = statement<{ waiting: boolean }>(
  'ledger-any-waiting',
  // From the highest on, by the index: from the lowest, all that was numbered within the hour would be read each time.
  `select coalesce((select xid from ledger.queue order by xid desc limit 1) >= (select xid from ledger.position), false)
     as waiting`,
)
const movePosition = statement('ledger-move-position', 'update ledger.position set xid = $1::xid8, fence = $2')
const growHead = statement<{ practice: string; size: number }>(
  'ledger-grow-head',
  `insert into ledger.head (practice, size) select * from unnest($1::uuid[], $2::bigint[])
   on conflict (practice) do update set size = head.size + excluded.size returning practice, size`,
)
const insertEntries = statement(
  'ledger-insert-entries',
  `insert into ledger.entry (practice, number, at, actor_kind, actor, verb, outcome, subjects, nonce, detail, detail_hash, leaf_hash)
   select practice, number, at, actor_kind, actor, verb, outcome, subjects,
     decode(nonce, 'base64'), decode(detail, 'base64'), decode(detail_hash, 'base64'), decode(leaf_hash, 'base64')
   from jsonb_to_recordset($1::jsonb) as e(practice uuid, number bigint, at timestamptz, actor_kind text, actor uuid,
     verb text, outcome text, subjects uuid[], nonce text, detail text, detail_hash text, leaf_hash text)`,
)
const insertPostings = statement(
  'ledger-insert-postings',
  `insert into ledger.posting (practice, compartment, number)
   select * from unnest($1::uuid[], $2::uuid[], $3::bigint[]) on conflict do nothing`,
)
const tendQueue = statement<{ dropped: number }>('ledger-tend-queue', 'select ledger.tend_queue() as dropped')

export interface NumberedEntry {
  practice: string
  number: number
  at: Date
  actor_kind: string
  actor: string | null
  verb: string
  outcome: string
  subjects: string[]
  nonce: string
  detail: string
  detail_hash: string
  leaf_hash: string
}

export const sequencing = {
  async anyWaiting(across: Across) {
    return (await across.run(anyWaiting))[0]!.waiting
  },
  async lockPosition(across: Across) {
    return (await across.run(lockPosition))[0]!
  },
  readQueue: (across: Across, from: string, to: string, most: number) => across.run(readQueue, from, to, most),
  async movePosition(across: Across, xid: string, fence: number) {
    await across.run(movePosition, xid, fence)
  },
  growHeads: (across: Across, practices: string[], by: number[]) => across.run(growHead, practices, by),
  async insert(across: Across, entries: NumberedEntry[]) {
    await across.run(insertEntries, JSON.stringify(entries))
    const postings = entries.flatMap((entry) => entry.subjects.map((subject) => ({ entry, subject })))
    if (postings.length === 0) return
    await across.run(
      insertPostings,
      postings.map(({ entry }) => entry.practice),
      postings.map(({ subject }) => subject),
      postings.map(({ entry }) => entry.number),
    )
  },
  async tend(across: Across) {
    await across.run(tendQueue)
  },
}

export interface EntryRow {
  number: number
  at: Date
  actor_kind: string
  actor: string | null
  verb: string
  outcome: string
  subjects: string[]
  nonce: Buffer
  detail: Buffer
  leaf_hash: Buffer
}

const entryColumns =
  'e.number, e.at, e.actor_kind, e.actor, e.verb, e.outcome, e.subjects, e.nonce, e.detail, e.leaf_hash'

const listEntries = statement<EntryRow>(
  'ledger-list',
  `select ${entryColumns} from ledger.entry e
   where e.practice = $1 and e.number < $2 and ($3::text is null or e.outcome = $3) and ($4::uuid is null or e.actor = $4)
     and (e.verb <> all($5::text[]) or e.outcome = 'refused')
   order by e.number desc limit $6`,
)
const listEntriesAbout = statement<EntryRow>(
  'ledger-list-about',
  `select ${entryColumns} from ledger.posting p join ledger.entry e on e.practice = p.practice and e.number = p.number
   where p.practice = $1 and p.compartment = $7 and p.number < $2 and ($3::text is null or e.outcome = $3)
     and ($4::uuid is null or e.actor = $4) and (e.verb <> all($5::text[]) or e.outcome = 'refused')
   order by p.number desc limit $6`,
)
const listByCompartment = statement<EntryRow>(
  'ledger-list-by-compartment',
  `select ${entryColumns} from ledger.posting p join ledger.entry e on e.practice = p.practice and e.number = p.number
   where p.practice = $1 and p.compartment = $2 order by p.number desc limit $3`,
)
const listChangesNear = statement<EntryRow>(
  'ledger-list-changes-near',
  `select ${entryColumns} from ledger.posting p join ledger.entry e on e.practice = p.practice and e.number = p.number
   where p.practice = $1 and p.compartment = $2 and e.outcome = 'changed' and exists (select from unnest($3::timestamptz[]) t
     where e.at between t - interval '1 minute' and t + interval '10 minutes') order by p.number desc limit 1000`,
)
const listOpenedBy = statement<{ subject: string; at: Date }>(
  'ledger-list-opened-by',
  `select subjects[1] as subject, max(at) as at from (
     select subjects, at from ledger.entry where practice = $1 and actor = $2 and verb = any($3) and outcome <> 'refused'
       and cardinality(subjects) = 1 order by number desc limit 500) lately
   group by 1 order by 2 desc limit $4`,
)
const readHead = statement<{ size: number }>('ledger-head', 'select size from ledger.head where practice = $1')

/** What the practice reads of its own ledger. */
export const entries = {
  list: (
    tx: Transaction,
    filter: {
      before: number
      outcome: string | null
      member: string | null
      /** A compartment that they touched. */
      about: string | null
      /** Verbs that are left out, unless refused. */
      without: readonly string[]
      most: number
    },
  ): Promise<EntryRow[]> => {
    const { before, outcome, member, about, without, most } = filter
    return about === null
      ? tx.run(listEntries, tx.practice, before, outcome, member, without, most)
      : tx.run(listEntriesAbout, tx.practice, before, outcome, member, without, most, about)
  },
  ofCompartment: (tx: Transaction, compartment: string, most: number): Promise<EntryRow[]> =>
    tx.run(listByCompartment, tx.practice, compartment, most),
  /** Changes in a compartment that were entered about one of these times. */
  changesNear: (tx: Transaction, compartment: string, times: Date[]): Promise<EntryRow[]> =>
    tx.run(listChangesNear, tx.practice, compartment, times),
  /** The compartments that a member opened last, newest first. */
  openedBy: (tx: Transaction, member: string, verbs: string[], most: number) =>
    tx.run(listOpenedBy, tx.practice, member, verbs, most),
  async size(tx: Transaction): Promise<number> {
    return (await tx.run(readHead, tx.practice))[0]?.size ?? 0
  },
}
