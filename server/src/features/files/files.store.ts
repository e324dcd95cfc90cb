import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

export interface BlobRow {
  blob: string
  content: string | null
  compartment: string
  state: 'staged' | 'kept'
  announced_size: number
  revision: number
  sealed: Buffer
  hashes: Buffer | null
  root: Buffer | null
}
/** What is needed to look at its bytes without any key. */
export interface KeptBlob {
  blob: string
  content: string
  size: number
  hashes: Buffer
  root: Buffer
}
const columns = 'blob, content, compartment, state, announced_size, revision, sealed, hashes, root'
const stage = statement(
  'blob-stage',
  "insert into candour.blob (practice, blob, compartment, state, announced_size, sealed) values ($1, $2, $3, 'staged', $4, $5)",
)
const read = statement<BlobRow>('blob-read', `select ${columns} from candour.blob where practice = $1 and blob = $2`)
const keep = statement<{ blob: string }>(
  'blob-keep',
  `update candour.blob set state = 'kept', content = $3, revision = 2, sealed = $4, hashes = $5, root = $6
   where practice = $1 and blob = $2 and state = 'staged' returning blob`,
)
const drop = statement<{ content: string | null }>(
  'blob-drop',
  'delete from candour.blob where practice = $1 and blob = $2 returning content',
)
const keptAfter = statement<KeptBlob>(
  'blob-kept-after',
  `select blob, content, announced_size as size, hashes, root from candour.blob
   where practice = $1 and state = 'kept' and blob > $2 order by blob limit $3`,
)
const keptOne = statement<KeptBlob>(
  'blob-kept-one',
  `select blob, content, announced_size as size, hashes, root from candour.blob
   where practice = $1 and state = 'kept' and blob = $2`,
)
const inCompartment = statement<{ blob: string }>(
  'blob-in-compartment',
  'select blob from candour.blob where practice = $1 and compartment = $2',
)

export const blobs = {
  async stage(tx: Transaction, blob: string, compartment: string, size: number, sealed: Buffer) {
    try {
      await tx.run(stage, tx.practice, blob, compartment, size, sealed)
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw new AppError('file.already_there')
      throw error
    }
  },
  read: async (tx: Transaction, blob: string) => (await tx.run(read, tx.practice, blob))[0] ?? null,
  /** False when another upload of the same file was first. */
  keep: async (tx: Transaction, blob: string, content: string, sealed: Buffer, hashes: Buffer, root: Buffer) =>
    (await tx.run(keep, tx.practice, blob, content, sealed, hashes, root)).length === 1,
  keptAfter: (tx: Transaction, after: string, most: number) => tx.run(keptAfter, tx.practice, after, most),
  keptOne: async (tx: Transaction, blob: string) => (await tx.run(keptOne, tx.practice, blob))[0] ?? null,
  /** Answers which bytes it named; null when it was not there, or had none. */
  drop: async (tx: Transaction, blob: string) => (await tx.run(drop, tx.practice, blob))[0]?.content ?? null,
  inCompartment: async (tx: Transaction, compartment: string) =>
    (await tx.run(inCompartment, tx.practice, compartment)).map((row) => row.blob),
}

const knowsPractice = statement<{ known: boolean }>(
  'blob-knows-practice',
  'select exists (select from candour.blob where practice = $1::uuid) as known',
)
const notKept = statement<{ id: string }>(
  'blob-not-kept',
  `select id from unnest($2::uuid[]) as id
   where not exists (select from candour.blob where practice = $1::uuid and content = id)`,
)
const listUnfinished = statement<{ practice: string; blob: string }>(
  'blob-list-unfinished',
  "select practice, blob from candour.blob where state = 'staged' and created_at < clock_timestamp() - interval '48 hours' limit 1000",
)
const forgetUnfinished = statement<{ blob: string }>(
  'blob-forget-unfinished',
  "delete from candour.blob where practice = $1 and blob = $2 and state = 'staged' returning blob",
)

/** Uploads that did not come to an end, of all practices. */
export const unfinished = {
  knowsPractice: async (jobs: Across, practice: string) => (await jobs.run(knowsPractice, practice))[0]!.known,
  /** Those of the ids that no kept row names as its bytes. */
  notKept: async (jobs: Across, practice: string, ids: string[]) =>
    (await jobs.run(notKept, practice, ids)).map((row) => row.id),
  /** Announced more than 48 hours ago, of which 24 were theirs. */
  list: (jobs: Across) => jobs.run(listUnfinished),
  forget: async (tx: Transaction, blob: string) => (await tx.run(forgetUnfinished, tx.practice, blob)).length === 1,
}
