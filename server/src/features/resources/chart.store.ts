import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import { owned, wholeColumns, wholeJoins, type WholeRow } from './resources.store.ts'

const printOf = (columns: string, of: string, more = '') =>
  `coalesce((select sha256(string_agg(sha256(record_send(m)), '' order by m.id, m.type, m.version)) from (
     select ${columns} from ${of} m where m.practice = $1 and ${owned('w.compartment')} ${more}) m), '')`
const which = 'm.id, m.type, m.version, m.compartment, m.hash'
const moved = `and exists (select from ledger.mark n where n.practice = $1 and n.type = m.type and n.id = m.id
  and n.version > m.version and n.compartment <> m.compartment)`
/**
 * All marks of what a patient owns, which of them lie elsewhere since, and all rows as they are now, summaries included,
 * without the sealed bytes. PostgreSQL's binary form of a row tells one from another without doubt. No joins but row by row: see
 * resources.store.ts.
 */
const prints = statement<{ place: number; marks: Buffer; moved: Buffer; kept: Buffer }>(
  'chart-print',
  `select w.place, ${printOf(which, 'ledger.mark')} as marks, ${printOf(which, 'ledger.mark', moved)} as moved,
     ${printOf(`${which}, m.summary, m.last_updated, m.deleted`, 'candour.resource')} as kept
   from unnest($2::uuid[]) with ordinality as w(compartment, place)`,
)

/** Longer notes are opened one by one: 50 of the longest would take all memory there is. */
const longest = 65_536
const notes = statement<WholeRow>(
  'chart-notes',
  `select ${wholeColumns} from unnest($2::uuid[], $3::int[]) with ordinality as w(id, version, place)
     cross join lateral (select * from ledger.mark where practice = $1 and type = 'Composition' and id = w.id
       and version = w.version limit 1) m ${wholeJoins}
   where r.sealed is null or octet_length(r.sealed) <= ${longest} order by w.place`,
)
const hashes = statement<{ hashes: Buffer | null }>(
  'chart-note-hashes',
  `select string_agg(coalesce(sha256(r.sealed), ''), '' order by w.place) as hashes
   from unnest($2::uuid[], $3::int[]) with ordinality as w(id, version, place)
     left join lateral (select sealed from candour.resource where practice = $1 and type = 'Composition' and id = w.id
       and version = w.version limit 1) r on true`,
)

export type Prints = [marks: Buffer, moved: Buffer, kept: Buffer]

/** Changes with anything that the list of a record shows, or should refuse to show. */
export async function readPrints(tx: Transaction, compartment: string): Promise<Prints> {
  const { marks, moved, kept } = (await tx.runTogether(prints, compartment))[0]!
  return [marks, moved, kept]
}

type Asked = { id: string; version: number }[]

/** Those of these versions of notes that are not too long, in their order. */
export function listNotes(tx: Transaction, asked: Asked): Promise<WholeRow[]> {
  return tx.run(notes, tx.practice, ...columns(asked))
}

/** SHA-256 of the sealed bytes of each, as they lie in the database at this moment, one behind the other. */
export async function readNoteHashes(tx: Transaction, asked: Asked): Promise<Buffer> {
  return (await tx.run(hashes, tx.practice, ...columns(asked)))[0]?.hashes ?? Buffer.alloc(0)
}

const columns = (asked: Asked) => [asked.map((one) => one.id), asked.map((one) => one.version)]
