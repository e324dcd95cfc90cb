import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { isResource } from './resources.store.ts'

export interface RecordName {
  type: string
  /** Internal id. */
  id: string
  version: number
}
export type LookedAt = RecordName & { whole: boolean }

/** 32 MiB a page at most, and at least one row; what is hashed does not leave the database. */
const pageBytes = 32 * 1024 ** 2
const marked = `left join ledger.mark k on k.practice = $1 and k.type = r.type and k.id = r.id and k.version = r.version`
const whole = `coalesce(k.compartment = r.compartment and k.hash = r.hash and sha256(r.sealed) = k.hash, false) as whole`

const rows = statement<LookedAt>(
  'scrub-rows',
  `select r.type, r.id, r.version, ${whole} from (select * from (select type, id, version, compartment, hash, sealed,
       sum(octet_length(sealed)) over (order by id, version) - octet_length(sealed) as before from (
         select * from candour.resource where practice = $1 and type = $2 and (id, version) > ($3::uuid, $4::int)
         order by id, version limit 500) page) p where p.before < ${pageBytes}) r ${marked}
   order by r.id, r.version`,
)
const marks = statement<LookedAt>(
  'scrub-marks',
  `select k.type, k.id, k.version, r.id is not null as whole from (select type, id, version from ledger.mark
     where practice = $1 and type = $2 and (id, version) > ($3::uuid, $4::int) order by id, version limit 2000) k
   left join candour.resource r on r.practice = $1 and r.type = k.type and r.id = k.id and r.version = k.version
   order by k.id, k.version`,
)
const typeOfRows = statement<{ type: string }>(
  'scrub-type-of-rows',
  'select type from candour.resource where practice = $1 and type > $2 order by type limit 1',
)
const typeOfMarks = statement<{ type: string }>(
  'scrub-type-of-marks',
  `select type from ledger.mark where practice = $1 and type > $2 and ${isResource('type')} order by type limit 1`,
)
const one = statement<LookedAt>(
  'scrub-one',
  `select r.type, r.id, r.version, ${whole} from candour.resource r ${marked}
   where r.practice = $1 and r.type = $2 and r.id = $3 and r.version = $4`,
)
const marksOf = statement<{ place: number; hash: Buffer | null }>(
  'scrub-marks-of',
  `select w.place::int, k.hash from unnest($2::text[], $3::uuid[], $4::int[]) with ordinality as w(type, id, version, place)
     left join ledger.mark k on k.practice = $1 and k.type = w.type and k.id = w.id and k.version = w.version
   order by w.place`,
)

export const scrubbing = {
  rows: (tx: Transaction, { type, id, version }: RecordName) => tx.run(rows, tx.practice, type, id, version),
  marks: (tx: Transaction, { type, id, version }: RecordName) => tx.run(marks, tx.practice, type, id, version),
  /** The next type after one, of which there are rows. */
  typeOfRows: async (tx: Transaction, after: string) => (await tx.run(typeOfRows, tx.practice, after))[0]?.type ?? null,
  typeOfMarks: async (tx: Transaction, after: string) =>
    (await tx.run(typeOfMarks, tx.practice, after))[0]?.type ?? null,
  one: async (tx: Transaction, { type, id, version }: RecordName) =>
    (await tx.run(one, tx.practice, type, id, version))[0] ?? null,
  /** The mark's hash of each of them, in their order; null where there is none. */
  async marksOf(tx: Transaction, records: readonly RecordName[]): Promise<(Buffer | null)[]> {
    const column = <T>(pick: (record: RecordName) => T) => records.map(pick)
    const found = await tx.run(
      marksOf,
      tx.practice,
      column((one) => one.type),
      column((one) => one.id),
      column((one) => one.version),
    )
    return found.map(({ hash }) => hash)
  },
}
