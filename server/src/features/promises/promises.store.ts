import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { GateTransaction, Transaction } from '../../platform/database/transaction.ts'

interface Sealed {
  sealed: Buffer
  /** Of `sealed`, for the mark. */
  hash: Buffer
  compartment: string
}

/** Where the page is published, beside its newest mark. */
export interface PublicationRow {
  name_hash: Buffer | null
  revision: number | null
  sealed: Buffer | null
  mark: Buffer
  /** Of the mark. */
  version: number
}

export interface PackRow {
  pack: string
  sealed: Buffer | null
  mark: Buffer
}

const readPublication = statement<PublicationRow>(
  'publication-read',
  `select k.hash as mark, k.version, p.name_hash, p.revision, p.sealed
   from (select hash, version from ledger.mark where practice = $1 and type = 'Publication' and id = $1
     order by version desc limit 1) k left join candour.publication p on p.practice = $1`,
)
/** Whatever became of the row before: what was altered is mended by publishing anew. Of two at once one has its mark. */
const keepPublication = statement(
  'publication-keep',
  `with p as (insert into candour.publication (practice, name_hash, revision, sealed) values ($1, $2, $3, $4)
     on conflict (practice) do update set name_hash = excluded.name_hash, revision = excluded.revision, sealed = excluded.sealed
     returning practice)
   insert into ledger.mark (practice, type, id, version, compartment, hash)
   select practice, 'Publication', practice, $3, $5, $6 from p`,
)
const byName = statement<{ practice: string }>(
  'publication-by-name',
  'select practice from candour.publication where name_hash = $1 limit 2',
)
const insertPack = statement(
  'pack-insert',
  `with k as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Pack', $2, 1, $4, $5))
   insert into candour.pack (practice, pack, sealed) values ($1, $2, $3)`,
)
const packs = (where: string, limit: number) => `select k.id as pack, k.hash as mark, p.sealed
   from (select id, hash from ledger.mark where practice = $1 and type = 'Pack' ${where} order by id desc limit ${limit}) k
     left join candour.pack p on p.practice = $1 and p.pack = k.id order by k.id desc`
const readPack = statement<PackRow>('pack-read', packs('and id = $2', 1))
const listPacks = statement<PackRow>('pack-list', packs('', 10))

export const publications = {
  /** Null where there never was one. */
  read: async (tx: Transaction) => (await tx.run(readPublication, tx.practice))[0] ?? null,
  /** Throws `record.changed_meanwhile`. */
  async keep(tx: Transaction, nameHash: Buffer | null, revision: number, { sealed, compartment, hash }: Sealed) {
    try {
      await tx.run(keepPublication, tx.practice, nameHash, revision, sealed, compartment, hash)
    } catch (error) {
      if ((error as { code?: string }).code === '23505') throw new AppError('record.changed_meanwhile')
      throw error
    }
  },
  /** Two: somebody wrote another beside the right one, and neither counts. */
  async practiceOf(gate: GateTransaction, nameHash: Buffer): Promise<string | null> {
    const found = await gate.run(byName, nameHash)
    return found.length === 1 ? found[0]!.practice : null
  },
}

export const packRows = {
  insert: (tx: Transaction, pack: string, { sealed, compartment, hash }: Sealed) =>
    tx.run(insertPack, tx.practice, pack, sealed, compartment, hash),
  read: async (tx: Transaction, pack: string) => (await tx.run(readPack, tx.practice, pack))[0] ?? null,
  /** The newest ten. */
  list: (tx: Transaction) => tx.run(listPacks, tx.practice),
}
