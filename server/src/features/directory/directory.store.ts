import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { Across } from '../../platform/database/workspace.ts'

/** A patient as last written, since the blocks were made; `sealed` is null where the patient is gone. */
export interface DeltaRow {
  patient: string
  revision: number
  index_key: string
  xid: string
  sealed: Buffer | null
}

export interface BlockRow {
  block: string
  first_patient: string
  generation: number
  index_key: string
}

/** The directory is being made again: see the migration 0008. */
export interface RebuildRow {
  index_key: string
  generation: number
  sealed: Buffer
}

/** The ledger's mark of the blocks that there are: their `generation` and the hash of their list. */
export interface Mark {
  generation: number
  hash: Buffer | null
}

const write = statement<{ patient: string }>(
  'directory-upsert',
  `insert into candour.directory (practice, patient, revision, index_key, gone, sealed)
   select $1, w.patient, w.revision, $2, w.sealed is null, w.sealed
   from unnest($3::uuid[], $4::int[], $5::bytea[]) as w(patient, revision, sealed)
   where exists (select from candour.compartment where practice = $1 and compartment = $2 and wrapped is not null)
   on conflict (practice, patient) do update set revision = excluded.revision, index_key = excluded.index_key,
     gone = excluded.gone, sealed = excluded.sealed, xid = pg_current_xact_id()
   returning patient`,
)
const generationNow = `coalesce((select version from ledger.mark where practice = $1 and type = 'Directory' and id = $1
  order by version desc limit 1), 0) as generation`
const readSince = statement<
  { next: string; generation: number; has_all: boolean; mine: boolean } & (DeltaRow | { patient: null })
>(
  'directory-read',
  `select s.next, ${generationNow}, coalesce((select p.directory_folded_to < $2::xid8 from candour.practice p
     where p.practice = $1), false) as has_all, coalesce(d.xid = s.own, false) as mine, d.patient, d.revision, d.index_key, d.xid::text, d.sealed
   from (select pg_snapshot_xmin(pg_current_snapshot())::text as next, pg_current_xact_id_if_assigned() as own) s
     left join candour.directory d on d.practice = $1 and d.xid >= $2::xid8`,
)
const readMark = statement<Mark>(
  'directory-mark',
  `select version as generation, hash from ledger.mark where practice = $1 and type = 'Directory' and id = $1
   order by version desc limit 1`,
)
const listBlocks = statement<BlockRow>(
  'directory-blocks',
  `select block, first_patient, generation, index_key from candour.directory_block where practice = $1
   order by first_patient, block`,
)
const readBlocks = statement<{ block: string; sealed: Buffer }>(
  'directory-block-read',
  'select block, sealed from candour.directory_block where practice = $1 and block = any($2::uuid[])',
)

/** By the database's clock, which all nodes share. */
const isOld = (key: string) => `${key}.created_at < clock_timestamp() - interval '30 days'`
/** As long as a node may still write under a key that was replaced (it keeps its practice's keys for a minute), and more. */
const isLeft = (old: string) => `${old}.replaced_at < clock_timestamp() - interval '1 hour'`

const lockDirectory = statement<{ directory: string; is_old: boolean }>(
  'directory-lock',
  `select p.directory_compartment as directory, ${isOld('c')} as is_old
   from candour.practice p left join candour.compartment c on c.practice = p.practice and c.compartment = p.directory_compartment
   where p.practice = $1 for no key update of p`,
)
const firstDeltas = statement<DeltaRow>(
  'directory-deltas',
  `select patient, revision, index_key, xid::text, sealed from candour.directory where practice = $1
   order by gone desc, patient limit $2`,
)
const anyErased = statement<{ erased: boolean }>(
  'directory-erased',
  `select exists (select from candour.directory d join candour.compartment c on c.practice = d.practice and c.compartment = d.patient
   where d.practice = $1 and d.gone and c.destroyed_at is not null) as erased`,
)
const dropDeltas = statement(
  'directory-fold',
  `delete from candour.directory d using unnest($2::uuid[], $3::text[]) as w(patient, xid)
   where d.practice = $1 and d.patient = w.patient and d.xid = w.xid::xid8`,
)
const insertBlock = statement(
  'directory-block-insert',
  `insert into candour.directory_block (practice, block, first_patient, generation, index_key, sealed)
   values ($1, $2, $3, $4, $5, $6)`,
)
const dropBlocks = statement(
  'directory-block-drop',
  'delete from candour.directory_block where practice = $1 and block = any($2::uuid[])',
)
const insertMark = statement(
  'directory-mark-insert',
  `insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Directory', $1, $2, $3, $4)`,
)
/** `$2` null: whoever has read what was there is to read everything afresh, for this transaction comes after all that they read. */
const setFolded = statement(
  'directory-set-folded',
  `update candour.practice set directory_folded_to = greatest(directory_folded_to, coalesce($2::xid8, pg_current_xact_id()))
   where practice = $1`,
)
const setKey = statement(
  'directory-set-key',
  'update candour.practice set directory_compartment = $2 where practice = $1',
)
const retireKey = statement(
  'directory-retire-key',
  `insert into candour.directory_old_key (practice, index_key, replaced_at) select $1, $2, clock_timestamp()
   where exists (select from candour.compartment where practice = $1 and compartment = $2 and wrapped is not null)`,
)
const dropUnusedKeys = statement<{ index_key: string }>(
  'directory-drop-keys',
  `delete from candour.directory_old_key k where practice = $1 and ${isLeft('k')}
     and not exists (select from candour.directory d where d.practice = $1 and d.index_key = k.index_key)
     and not exists (select from candour.directory_block b where b.practice = $1 and b.index_key = k.index_key)
   returning index_key`,
)
const dropDeltasBefore = statement(
  'directory-drop-before',
  'delete from candour.directory where practice = $1 and xid < $2::xid8',
)
const readDeltas = statement<DeltaRow>(
  'directory-all',
  'select patient, revision, index_key, xid::text, sealed from candour.directory where practice = $1 and not gone',
)
const horizon = statement<{ position: string }>(
  'directory-horizon',
  'select pg_snapshot_xmin(pg_current_snapshot())::text as position',
)
const beginRebuild = statement(
  'directory-rebuild-begin',
  'insert into candour.directory_rebuild (practice, index_key, generation, sealed) values ($1, $2, $3, $4)',
)
const anyRebuild = statement<{ any: boolean }>(
  'directory-rebuild-any',
  'select exists (select from candour.directory_rebuild where practice = $1) as any',
)
const lockRebuild = statement<RebuildRow>(
  'directory-rebuild-lock',
  'select index_key, generation, sealed from candour.directory_rebuild where practice = $1 for update',
)
const moveRebuild = statement(
  'directory-rebuild-move',
  'update candour.directory_rebuild set sealed = $2 where practice = $1',
)
const endRebuild = statement('directory-rebuild-end', 'delete from candour.directory_rebuild where practice = $1')
const rebuildsLeft = statement<{ practice: string }>(
  'directory-rebuilds',
  'select practice from candour.directory_rebuild',
)
const due = statement<{ practice: string }>(
  'directory-due',
  `select p.practice from candour.practice p
     join candour.compartment k on k.practice = p.practice and k.compartment = p.directory_compartment
   where ${isOld('k')}
     or exists (select from candour.directory_old_key o where o.practice = p.practice and ${isLeft('o')})
     or exists (select from candour.directory d where d.practice = p.practice
       and (d.gone or d.index_key <> p.directory_compartment))
     or (select count(*) from (select from candour.directory d where d.practice = p.practice limit $1) as few) >= $1`,
)

export const deltas = {
  /** Throws `system.busy` when the key was destroyed: a process that slept through its replacement still had it. */
  async write(tx: Transaction, key: string, rows: { patient: string; revision: number; sealed: Buffer | null }[]) {
    const written = await tx.run(
      write,
      tx.practice,
      key,
      rows.map((one) => one.patient),
      rows.map((one) => one.revision),
      rows.map((one) => one.sealed),
    )
    if (written.length < rows.length) throw new AppError('system.busy')
  },
  /**
   * What other transactions wrote from `position` on, where to go on next time, and the blocks' generation, all as of one
   * moment. A transaction that commits late is behind neither. `mine`: this very transaction has written some. `hasAll`:
   * nothing from `position` on was folded, so that whoever read on until there knows all that is in the blocks.
   */
  async readSince(tx: Transaction, position: string) {
    const all = await tx.run(readSince, tx.practice, position)
    const { next, generation, has_all: hasAll } = all[0]!
    // Without rows there is one that says the rest alone.
    const rows = all.filter((row) => !row.mine && row.patient !== null) as DeltaRow[]
    return { rows, next, generation, hasAll, mine: all.some((row) => row.mine) }
  },
  first: (tx: Transaction, most: number) => tx.run(firstDeltas, tx.practice, most),
  drop: (tx: Transaction, rows: DeltaRow[]) =>
    tx.run(
      dropDeltas,
      tx.practice,
      rows.map((one) => one.patient),
      rows.map((one) => one.xid),
    ),
  /** All but those of patients who are gone. */
  all: (tx: Transaction) => tx.run(readDeltas, tx.practice),
  dropBefore: (tx: Transaction, position: string) => tx.run(dropDeltasBefore, tx.practice, position),
  anyErased: async (tx: Transaction) => (await tx.run(anyErased, tx.practice))[0]!.erased,
}

export const blocks = {
  mark: async (tx: Transaction): Promise<Mark> =>
    (await tx.run(readMark, tx.practice))[0] ?? { generation: 0, hash: null },
  list: (tx: Transaction) => tx.run(listBlocks, tx.practice),
  read: (tx: Transaction, ids: string[]) => tx.run(readBlocks, tx.practice, ids),
  insert: (tx: Transaction, row: BlockRow & { sealed: Buffer }) =>
    tx.run(insertBlock, tx.practice, row.block, row.first_patient, row.generation, row.index_key, row.sealed),
  drop: (tx: Transaction, ids: string[]) => tx.run(dropBlocks, tx.practice, ids),
  /** Rows of transactions up to `last` are in the blocks; null: nobody's memory of what is in them counts any more. */
  setFolded: (tx: Transaction, last: string | null) => tx.run(setFolded, tx.practice, last),
  insertMark: (tx: Transaction, generation: number, key: string, hash: Buffer) =>
    tx.run(insertMark, tx.practice, generation, key, hash),
}

export const indexKeys = {
  /** Locks the practice's directory against others who would fold it: one at a time. */
  lock: async (tx: Transaction) => (await tx.run(lockDirectory, tx.practice))[0]!,
  /** Replaces `old`; what is sealed under it can be read until it is dropped. */
  async replace(tx: Transaction, old: string, key: string) {
    await tx.run(retireKey, tx.practice, old)
    await tx.run(setKey, tx.practice, key)
  },
  /** Keys replaced an hour ago or more that nothing names any more. */
  dropUnused: async (tx: Transaction) => (await tx.run(dropUnusedKeys, tx.practice)).map((row) => row.index_key),
}

export const rebuilds = {
  /** Transactions before this one are over. */
  horizon: async (tx: Transaction) => (await tx.run(horizon))[0]!.position,
  begin: (tx: Transaction, row: RebuildRow) =>
    tx.run(beginRebuild, tx.practice, row.index_key, row.generation, row.sealed),
  goesOn: async (tx: Transaction) => (await tx.run(anyRebuild, tx.practice))[0]!.any,
  /** One step at a time, whichever node takes it. */
  lock: async (tx: Transaction) => (await tx.run(lockRebuild, tx.practice))[0] ?? null,
  move: (tx: Transaction, sealed: Buffer) => tx.run(moveRebuild, tx.practice, sealed),
  end: (tx: Transaction) => tx.run(endRebuild, tx.practice),
  practices: async (jobs: Across) => (await jobs.run(rebuildsLeft)).map((row) => row.practice),
}

/** Practices with an old index key, one that is left over, somebody gone, or `many` rows to fold. */
export async function practicesDue(jobs: Across, many: number): Promise<string[]> {
  return (await jobs.run(due, many)).map((row) => row.practice)
}
