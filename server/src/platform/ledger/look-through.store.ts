/** Promise: whoever goes through a practice's ledger goes by its numbers, from where they were, and misses none. */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Across } from '../database/workspace.ts'
import { entryColumns as columns, type EntryRow } from './ledger.store.ts'

const after = statement<EntryRow>(
  'ledger-after',
  `select ${columns} from ledger.entry e where e.practice = $1 and e.number > $2 order by e.number limit $3`,
)
const numbered = statement<EntryRow>(
  'ledger-numbered',
  `select ${columns} from ledger.entry e where e.practice = $1 and e.number = any($2::bigint[]) order by e.number`,
)
/** Of what was entered about a record, no more than the newest are looked at. */
const wroteLast = statement<{ place: number; at: Date | null }>(
  'ledger-wrote-last',
  `select w.place::int, (select e.at from (select p.number from ledger.posting p where p.practice = $1
       and p.compartment = w.compartment and p.number <= $4 order by p.number desc limit 2000) newest
     join ledger.entry e on e.practice = $1 and e.number = newest.number
     where e.actor = w.member and e.outcome <> 'refused' and e.verb = any($5::text[]) order by newest.number desc limit 1) as at
   from unnest($2::uuid[], $3::uuid[]) with ordinality as w(member, compartment, place)`,
)
/** Whoever it was; the newest entries about a record alone are looked at. */
const tendedLast = statement<{ place: number; at: Date | null }>(
  'ledger-tended-last',
  `select w.place::int, (select e.at from (select p.number from ledger.posting p where p.practice = $1
       and p.compartment = w.compartment and p.number <= $3 order by p.number desc limit 200) newest
     join ledger.entry e on e.practice = $1 and e.number = newest.number
     where e.outcome <> 'refused' and e.verb = any($4::text[]) order by newest.number desc limit 1) as at
   from unnest($2::uuid[]) with ordinality as w(compartment, place)`,
)
const ofMember = statement<Pick<EntryRow, 'number' | 'at' | 'verb' | 'outcome'>>(
  'ledger-of-member',
  `select number, at, verb, outcome from (select e.number, e.at, e.verb, e.outcome from ledger.entry e
     where e.practice = $1 and e.actor = $2 and e.number between $3::bigint - $4::bigint and $3::bigint + $4::bigint
       and e.at >= $5 and e.at < $6 and e.verb <> all($7::text[]) order by e.number desc limit $8) newest order by number`,
)
const behind = statement<{ practice: string }>(
  'watch-behind',
  `select h.practice from ledger.head h left join ledger.watch w on w.practice = h.practice
   where h.size > coalesce(w.number, 0) and (w.looked_at is null or w.looked_at < clock_timestamp() - make_interval(secs => $1))
   order by w.looked_at nulls first limit 500`,
)
const lock = statement<{ number: number; sealed: Buffer }>(
  'watch-lock',
  'select number, sealed from ledger.watch where practice = $1 for update skip locked',
)
const any = statement<{ row: boolean; mark: Buffer | null }>(
  'watch-any',
  `select exists (select from ledger.watch where practice = $1) as row,
     (select hash from ledger.mark where practice = $1 and type = 'Watch' and id = $1 and version = 1) as mark`,
)
/** The row of a practice is there once; its beginning is marked. */
const begin = statement<{ practice: string }>(
  'watch-begin',
  `with m as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Watch', $1, 1, $4, $5)
     on conflict do nothing)
   insert into ledger.watch (practice, number, sealed, looked_at) values ($1, $2, $3, '-infinity') on conflict do nothing returning practice`,
)
const move = statement(
  'watch-move',
  'update ledger.watch set number = $2, sealed = $3, looked_at = clock_timestamp() where practice = $1',
)

export const lookingThrough = {
  after: (tx: Transaction, number: number, most: number) => tx.run(after, tx.practice, number, most),
  numbered: (tx: Transaction, numbers: number[]) => tx.run(numbered, tx.practice, numbers),
  /** When each of these members wrote last in a record, by the keys given; null: not as far as entry `upTo`. Milliseconds since 1970. */
  async wroteLast(
    tx: Transaction,
    asked: ReadonlyMap<string, { member: string; compartment: string }>,
    upTo: number,
    verbs: readonly string[],
  ): Promise<[key: string, at: number | null][]> {
    if (asked.size === 0) return []
    const pairs = [...asked.values()]
    const parts = [pairs.map(({ member }) => member), pairs.map(({ compartment }) => compartment)]
    return byKey([...asked.keys()], await tx.run(wroteLast, tx.practice, ...parts, upTo, verbs))
  },
  /** When anybody wrote last in each of these records, likewise. */
  async tendedLast(
    tx: Transaction,
    records: string[],
    upTo: number,
    verbs: readonly string[],
  ): Promise<[key: string, at: number | null][]> {
    if (records.length === 0) return []
    return byKey(records, await tx.run(tendedLast, tx.practice, records, upTo, verbs))
  },
}

function byKey(keys: string[], rows: { place: number; at: Date | null }[]): [string, number | null][] {
  return rows.map(({ place, at }) => [keys[place - 1]!, at?.getTime() ?? null])
}

/** So many entries of a practice are hardly ever those of a day. */
const nearby = 30_000

/** What a member did between two moments around an entry, oldest first; of more than `most` the newest. */
export function didBetween(
  tx: Transaction,
  { member, number, from, to }: { member: string; number: number; from: Date; to: Date },
  without: readonly string[],
  most: number,
) {
  return tx.run(ofMember, tx.practice, member, number, nearby, from, to, without, most)
}

export const watches = {
  /** Practices with entries that nobody looked at, and at which nobody looked within these seconds. */
  behind: async (jobs: Across, seconds: number) => (await jobs.run(behind, seconds)).map((row) => row.practice),
  /** Held until the transaction ends; null while another holds it, or where there is none. */
  lock: async (tx: Transaction) => (await tx.run(lock, tx.practice))[0] ?? null,
  /** Whether there is one, and whether there was. */
  any: async (tx: Transaction) => (await tx.run(any, tx.practice))[0]!,
  async begin(tx: Transaction, number: number, sealed: Buffer, compartment: string, hash: Buffer) {
    return (await tx.run(begin, tx.practice, number, sealed, compartment, hash)).length === 1
  },
  move: (tx: Transaction, number: number, sealed: Buffer) => tx.run(move, tx.practice, number, sealed),
}
