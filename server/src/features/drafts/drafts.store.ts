import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface DraftRow {
  draft: string
  member: string
  compartment: string
  revision: number
  saved_at: Date
  discarded_at: Date | null
  sealed: Buffer
}
const columns = 'draft, member, compartment, revision, saved_at, discarded_at, sealed'
const insert = statement<DraftRow>(
  'draft-insert',
  `insert into candour.draft (practice, draft, member, compartment, revision, sealed) values ($1, $2, $3, $4, 1, $5)
   on conflict do nothing returning ${columns}`,
)
const read = statement<DraftRow>(
  'draft-read',
  `select ${columns} from candour.draft where practice = $1 and draft = $2 and member = $3`,
)
const lock = statement<DraftRow>(
  'draft-lock',
  `select ${columns} from candour.draft where practice = $1 and draft = $2 and member = $3 for update`,
)
const list = statement<DraftRow>(
  'draft-list',
  `select ${columns} from candour.draft where practice = $1 and member = $2 and discarded_at is null order by saved_at desc limit 100`,
)
const count = statement<{ count: number }>(
  'draft-count',
  'select count(*)::int as count from candour.draft where practice = $1 and member = $2 and discarded_at is null',
)
const savedSince = statement<DraftRow>(
  'draft-saved-since',
  `select ${columns} from candour.draft where practice = $1 and saved_at >= $2 and discarded_at is null`,
)
const save = statement<DraftRow>(
  'draft-save',
  `update candour.draft set revision = $4, sealed = $5, saved_at = clock_timestamp()
   where practice = $1 and draft = $2 and member = $3 returning ${columns}`,
)
const discard = statement(
  'draft-discard',
  'update candour.draft set discarded_at = $3 where practice = $1 and draft = $2',
)
const remove = statement('draft-remove', 'delete from candour.draft where practice = $1 and draft = $2')

const lockBinned = statement<DraftRow>(
  'draft-lock-binned',
  `select ${columns} from candour.draft
   where practice = $1 and draft = $2 and discarded_at < clock_timestamp() - interval '30 days' for update`,
)

/** Drafts belong to the member who writes them; nobody else's are ever found. */
export const drafts = {
  /** Null when that id is there already. */
  insert: async (tx: Transaction, draft: string, member: string, compartment: string, sealed: Buffer) =>
    (await tx.run(insert, tx.practice, draft, member, compartment, sealed))[0] ?? null,
  read: async (tx: Transaction, draft: string, member: string) =>
    (await tx.run(read, tx.practice, draft, member))[0] ?? null,
  lock: async (tx: Transaction, draft: string, member: string) =>
    (await tx.run(lock, tx.practice, draft, member))[0] ?? null,
  list: (tx: Transaction, member: string) => tx.run(list, tx.practice, member),
  count: async (tx: Transaction, member: string) => (await tx.run(count, tx.practice, member))[0]!.count,
  /** Of all members: only to know whether a patient is written about. */
  savedSince: (tx: Transaction, since: Date) => tx.run(savedSince, tx.practice, since),
  save: async (tx: Transaction, draft: string, member: string, revision: number, sealed: Buffer) =>
    (await tx.run(save, tx.practice, draft, member, revision, sealed))[0]!,
  discard: (tx: Transaction, draft: string, at: Date | null) => tx.run(discard, tx.practice, draft, at),
  /** Null when it was taken back from the bin meanwhile. */
  lockBinned: async (tx: Transaction, draft: string) => (await tx.run(lockBinned, tx.practice, draft))[0] ?? null,
  remove: (tx: Transaction, draft: string) => tx.run(remove, tx.practice, draft),
}

const inBin = statement<{ practice: string; draft: string; compartment: string }>(
  'draft-in-bin',
  `select practice, draft, compartment from candour.draft
   where discarded_at < clock_timestamp() - interval '30 days' and draft::text > $1 order by draft::text limit 1000`,
)

/** Drafts of all practices whose 30 days in the bin are over, by id. */
export function binned(jobs: Across, after: string) {
  return jobs.run(inBin, after)
}
