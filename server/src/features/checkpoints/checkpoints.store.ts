import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { AppError } from '../../platform/app-error.ts'

export interface CheckpointRow {
  size: number
  at: Date
  note: Buffer
}

export interface AnchorRow {
  size: number
  at: Date
  root: Buffer
  nonce: Buffer
  index: number
}

/** What a leaf is made of. */
export interface LeafRow {
  number: number
  at: Date
  actor_kind: string
  actor: string | null
  verb: string
  outcome: string
  subjects: string[]
  nonce: Buffer
  detail_hash: Buffer
  leaf_hash: Buffer
}

const insert = statement(
  'checkpoint-insert',
  'insert into ledger.checkpoint (practice, checkpoint, size, at, note, day) values ($1, $2, $3, $4, $5, $6)',
)
const newest = statement<CheckpointRow>(
  'checkpoint-newest',
  `select size, at, note from ledger.checkpoint where practice = $1 and size >= $2 order by at desc, size desc limit 1`,
)
const ofDay = statement<{ there: boolean }>(
  'checkpoint-of-day',
  'select exists (select from ledger.checkpoint where practice = $1 and day = $2) as there',
)
const clock = statement<{ now: Date }>('checkpoint-clock', 'select clock_timestamp() as now')
const anchors = statement<AnchorRow>(
  'checkpoint-anchors',
  `select size, at, root, nonce, index from ledger.anchor where practice = $1 and installation = $2 and size < $3
   order by size desc limit $4`,
)
/** The last of each day, and the last of all. Days are London's. */
const anchorsOfDays = statement<AnchorRow>(
  'checkpoint-anchors-of-days',
  `select distinct on ((at at time zone 'Europe/London')::date) size, at, root, nonce, index from ledger.anchor
   where practice = $1 and installation = $2 and size <= $3 and index < $4
   order by (at at time zone 'Europe/London')::date, size desc`,
)
const leaves = statement<LeafRow>(
  'checkpoint-leaves',
  `select e.number, e.at, e.actor_kind, e.actor, e.verb, e.outcome, e.subjects, e.nonce, e.detail_hash, e.leaf_hash
   from ledger.entry e where e.practice = $1 and e.number between $2 and $3 order by e.number`,
)
const readMail = statement<{ revision: number; sealed: Buffer | null; mark: Buffer | null }>(
  'checkpoint-mail',
  `select coalesce(k.version, 0) as revision, m.sealed, k.hash as mark from (select 1) one
     left join lateral (select version, hash from ledger.mark where practice = $1 and type = 'CheckpointMail' and id = $1
       order by version desc limit 1) k on true
     left join candour.checkpoint_mail m on m.practice = $1`,
)
const writeMail = statement<{ revision: number }>(
  'checkpoint-mail-write',
  `with w as (insert into candour.checkpoint_mail (practice, revision, sealed) values ($1, $2, $3)
     on conflict (practice) do update set revision = excluded.revision, sealed = excluded.sealed
       where checkpoint_mail.revision = excluded.revision - 1 returning practice, revision),
   k as (insert into ledger.mark (practice, type, id, version, compartment, hash)
     select practice, 'CheckpointMail', practice, $2, $4, $5 from w)
   select revision from w`,
)

export const checkpoints = {
  insert: (tx: Transaction, row: CheckpointRow & { id: string; day: string | null }) =>
    tx.run(insert, tx.practice, row.id, row.size, row.at, row.note, row.day),
  /** Of those that cover so many entries. */
  newest: async (tx: Transaction, covering = 0) => (await tx.run(newest, tx.practice, covering))[0] ?? null,
  isThereOf: async (tx: Transaction, day: string) => (await tx.run(ofDay, tx.practice, day))[0]!.there,
  now: async (tx: Transaction) => (await tx.run(clock))[0]!.now,
  anchors: (tx: Transaction, installation: string, before: number, most: number) =>
    tx.run(anchors, tx.practice, installation, before, most),
  /** @param upTo of no more entries @param within with a leaf in a tree of all of this size */
  anchorsOfDays: (tx: Transaction, installation: string, upTo: number, within: number) =>
    tx.run(anchorsOfDays, tx.practice, installation, upTo, within),
  leaves: (tx: Transaction, first: number, last: number) => tx.run(leaves, tx.practice, first, last),
}

export const checkpointMail = {
  read: async (tx: Transaction) => (await tx.run(readMail, tx.practice))[0]!,
  /** As the revision after the one that was read. Throws `record.changed_meanwhile`. */
  async write(tx: Transaction, row: { revision: number; sealed: Buffer; compartment: string; hash: Buffer }) {
    const { revision, sealed, compartment, hash } = row
    const written = await tx.run(writeMail, tx.practice, revision, sealed, compartment, hash)
    if (written.length === 0) throw new AppError('record.changed_meanwhile')
  },
}
