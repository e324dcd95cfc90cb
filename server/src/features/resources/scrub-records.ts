import type { Transaction } from '../../platform/database/transaction.ts'
import { lowestId } from './resources.store.ts'
import { scrubbing, type LookedAt, type RecordName } from './scrub.store.ts'

export type { RecordName } from './scrub.store.ts'

export interface RecordsLookedAt {
  /** Altered, swapped or missing. */
  altered: RecordName[]
  looked: number
  /** Where the next page begins; null after the last. */
  next: RecordName | null
}

const firstOf = (type: string): RecordName => ({ type, id: lowestId, version: 0 })

async function page(
  after: RecordName | null,
  read: (after: RecordName) => Promise<LookedAt[]>,
  nextType: (after: string) => Promise<string | null>,
): Promise<RecordsLookedAt> {
  const first = after === null ? await nextType('') : null
  if (after === null && first === null) return { altered: [], looked: 0, next: null }
  const place = after ?? firstOf(first!)
  const rows = await read(place)
  const altered = rows.filter(({ whole }) => !whole).map(({ type, id, version }) => ({ type, id, version }))
  const last = rows.at(-1)
  if (last !== undefined) return { altered, looked: rows.length, next: { ...last } }
  const type = await nextType(place.type)
  return { altered, looked: 0, next: type === null ? null : firstOf(type) }
}

/** A page of the versions that are kept: each one's sealed bytes against its mark, without any key. */
export function scrubRecords(tx: Transaction, after: RecordName | null): Promise<RecordsLookedAt> {
  return page(
    after,
    (place) => scrubbing.rows(tx, place),
    (type) => scrubbing.typeOfRows(tx, type),
  )
}

/** A page of the marks: each has its version. */
export function scrubMarks(tx: Transaction, after: RecordName | null): Promise<RecordsLookedAt> {
  return page(
    after,
    (place) => scrubbing.marks(tx, place),
    (type) => scrubbing.typeOfMarks(tx, type),
  )
}

/** Those of which the mark is another one than the ledger says, or is gone. @param hash as hex */
export async function unlikeMarks<R extends RecordName & { hash: string }>(tx: Transaction, said: R[]): Promise<R[]> {
  if (said.length === 0) return []
  const hashes = await scrubbing.marksOf(tx, said)
  return said.filter((one, place) => hashes[place]?.toString('hex') !== one.hash)
}

/** Whether one version is as its mark says, and is there. */
export async function isRecordWhole(tx: Transaction, record: RecordName): Promise<boolean> {
  return (await scrubbing.one(tx, record))?.whole === true
}
