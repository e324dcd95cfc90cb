/** Promise: entries are only ever added. The application inserts what waits; the sequencer alone numbers it. */
import { signInVerbs } from '@candour/contract/sign-ins.ts'
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
const raiseFence = statement('ledger-raise-fence', 'update ledger.position set fence = $1 where fence < $1')
const anyWaiting = statement<{ waiting: boolean }>(
  'ledger-any-waiting',
  // From the highest on, by the index: from the lowest, all that was numbered within the hour would be read each time.
  `select coalesce((select xid from ledger.queue order by xid desc limit 1) >= (select xid from ledger.position), false)
     as waiting`,
)
const movePosition = statement('ledger-move-position', 'update ledger.position set xid = $1::xid8, fence = $2')
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
  /** Whoever held the lease before writes nothing any more. */
  raiseFence: (across: Across, fence: number) => across.run(raiseFence, fence),
  readQueue: (across: Across, from: string, to: string, most: number) => across.run(readQueue, from, to, most),
  async movePosition(across: Across, xid: string, fence: number) {
    await across.run(movePosition, xid, fence)
  },
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
  /** Null once it was removed under the practice's retention. */
  detail: Buffer | null
  detail_hash: Buffer
  removed_at: Date | null
  removed: Buffer | null
  leaf_hash: Buffer
}

export const entryColumns =
  'e.number, e.at, e.actor_kind, e.actor, e.verb, e.outcome, e.subjects, e.nonce, e.detail, e.detail_hash, e.removed_at, e.removed, e.leaf_hash'

const everySignInVerb = Object.values(signInVerbs).flat()
/** The verbs stand in it as they stand on the index. Days are London's. */
const listSignIns = statement<EntryRow>(
  'ledger-list-sign-ins',
  `select ${entryColumns} from ledger.entry e
   where e.practice = $1 and e.number < $2 and e.verb in (${everySignInVerb.map((verb) => `'${verb}'`).join(', ')})
     and ($3::text[] is null or e.verb = any($3)) and ($4::boolean is null or (e.outcome = 'refused') = $4)
     and ($5::uuid is null or e.actor = $5)
     and ($6::date is null or e.at >= $6::date::timestamp at time zone 'Europe/London')
     and ($7::date is null or e.at < ($7::date + 1)::timestamp at time zone 'Europe/London')
   order by e.number desc limit $8`,
)
const listByCompartment = statement<EntryRow>(
  'ledger-list-by-compartment',
  `select ${entryColumns} from ledger.posting p join ledger.entry e on e.practice = p.practice and e.number = p.number
   where p.practice = $1 and p.compartment = $2 and p.number < $4 order by p.number desc limit $3`,
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
const listBySupport = statement<EntryRow>(
  'ledger-list-by-support',
  `select ${entryColumns} from ledger.entry e
   where e.practice = $1 and e.actor = $2 and e.actor_kind = 'support' and e.number > $3 order by e.number limit $4`,
)
const readHead = statement<{ size: number }>('ledger-head', 'select size from ledger.head where practice = $1')

/** What the practice reads of its own ledger. */
export const entries = {
  signIns: (
    tx: Transaction,
    filter: {
      before: number
      /** Null: all of them. */
      verbs: readonly string[] | null
      refused: boolean | null
      member: string | null
      from: string | null
      to: string | null
      most: number
    },
  ): Promise<EntryRow[]> => {
    const { before, verbs, refused, member, from, to, most } = filter
    return tx.run(listSignIns, tx.practice, before, verbs, refused, member, from, to, most)
  },
  ofCompartment: (
    tx: Transaction,
    compartment: string,
    most: number,
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<EntryRow[]> => tx.run(listByCompartment, tx.practice, compartment, most, before),
  /** Changes in a compartment that were entered about one of these times. */
  changesNear: (tx: Transaction, compartment: string, times: Date[]): Promise<EntryRow[]> =>
    tx.run(listChangesNear, tx.practice, compartment, times),
  /** What was done by one request of support, in order. */
  bySupport: (tx: Transaction, request: string, after: number, most: number): Promise<EntryRow[]> =>
    tx.run(listBySupport, tx.practice, request, after, most),
  /** The compartments that a member opened last, newest first. */
  openedBy: (tx: Transaction, member: string, verbs: string[], most: number) =>
    tx.run(listOpenedBy, tx.practice, member, verbs, most),
  async size(tx: Transaction): Promise<number> {
    return (await tx.run(readHead, tx.practice))[0]?.size ?? 0
  },
}
