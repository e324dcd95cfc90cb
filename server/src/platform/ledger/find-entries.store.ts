/**
 * Promise: whatever is asked of a practice's ledger, no question looks through more than it says, and each says how far it
 * looked. What is sealed can't be asked here.
 */
import { statement } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import { entryColumns as columns, type EntryRow } from './ledger.store.ts'

export interface EntryFilter {
  outcome: string | null
  member: string | null
  /** A compartment that they touched. */
  about: string | null
  /** These alone. */
  verbs: readonly string[] | null
  /** Verbs that are left out, unless refused. */
  without: readonly string[]
  /** Days in London, both included. */
  from: string | null
  to: string | null
}

/** Below `before`, down to `least`. */
interface Stretch {
  before: number
  least: number
}

/** By which index entries are taken, newest first. What is said of an outcome stands there as it stands on the index. */
const drivers = {
  all: 'ledger.entry d where d.practice = $1',
  actor: 'ledger.entry d where d.practice = $1 and d.actor = $6',
  about: 'ledger.posting d where d.practice = $1 and d.compartment = $7',
  refused: "ledger.entry d where d.practice = $1 and d.outcome = 'refused'",
  'signed-in': "ledger.entry d where d.practice = $1 and d.outcome = 'signed-in'",
} as const
type Driver = keyof typeof drivers

/** Of each entry all is asked, whichever index it came by. Parameters that a driver needs stand in both. */
const fits = `($5::text is null or e.outcome = $5) and ($6::uuid is null or e.actor = $6)
  and ($7::uuid is null or $7 is not null)
  and ($8::text[] is null or e.verb = any($8)) and (e.verb <> all($9::text[]) or e.outcome = 'refused')
  and ($10::date is null or e.at >= $10::date::timestamp at time zone 'Europe/London')
  and ($11::date is null or e.at < ($11::date + 1)::timestamp at time zone 'Europe/London')`

const looked = (driver: Driver) =>
  `with s as materialized (select d.number from ${drivers[driver]} and d.number < $2 and d.number >= $3
     order by d.number desc limit $4)`

type Found = Partial<EntryRow> & { floor: number | null; looked: number }

const found = (driver: Driver) =>
  statement<Found>(
    `entries-by-${driver}`,
    `${looked(driver)}
     select f.floor, f.looked, x.* from (select min(number) as floor, count(*)::int as looked from s) f
     left join lateral (select ${columns} from s join ledger.entry e on e.practice = $1 and e.number = s.number
       where ${fits} order by s.number desc limit $12) x on true order by x.number desc`,
  )
const counted = (driver: Driver) =>
  statement<{ count: number; looked: number }>(
    `entries-counted-by-${driver}`,
    `${looked(driver)}
     select count(*) filter (where ${fits})::int as count, (select count(*) from s)::int as looked
     from s join ledger.entry e on e.practice = $1 and e.number = s.number`,
  )
const all = Object.fromEntries(
  (Object.keys(drivers) as Driver[]).map((driver) => [driver, { found: found(driver), counted: counted(driver) }]),
) as Record<Driver, { found: ReturnType<typeof found>; counted: ReturnType<typeof counted> }>

/** Each verb with each outcome is a stretch of the index, so that nothing is looked at in vain. */
const numbersByVerb = `select n.number from unnest($4::text[]) v(verb) cross join unnest($5::text[]) o(outcome)
  cross join lateral (select d.number from ledger.entry d
    where d.practice = $1 and d.verb = v.verb and d.outcome = o.outcome and d.number < $2 and d.number >= $3
      and ($6::date is null or d.at >= $6::date::timestamp at time zone 'Europe/London')
      and ($7::date is null or d.at < ($7::date + 1)::timestamp at time zone 'Europe/London')
    order by d.number desc limit $8) n order by n.number desc limit $8`
const byVerb = statement<EntryRow>(
  'entries-by-verb',
  `select ${columns} from (${numbersByVerb}) n
   join ledger.entry e on e.practice = $1 and e.number = n.number order by e.number desc`,
)
const countedByVerb = statement<{ count: number }>(
  'entries-counted-by-verb',
  `select count(*)::int as count from (${numbersByVerb}) n`,
)
const one = statement<EntryRow>(
  'entry-one',
  `select ${columns} from ledger.entry e where e.practice = $1 and e.number = $2`,
)
const lastSignIn = statement<EntryRow>(
  'entry-last-sign-in',
  `select ${columns} from ledger.entry e where e.practice = $1 and e.actor = $2 and e.outcome = 'signed-in'
   order by e.number desc limit 1`,
)
/**
 * The first number from an instant on, by halving: numbers follow time but for the few that were committed late, so whoever
 * asks takes an hour more on either side.
 */
const from = statement<{ number: number }>(
  'entries-from',
  `with recursive b(low, high, step) as (
     select 1::bigint, size + 1, 0 from ledger.head where practice = $1
     union all
     select case when m.isbefore then b.mid + 1 else b.low end, case when m.isbefore then b.high else b.mid end, b.step + 1
     from (select low, high, step, (low + high) / 2 as mid from b where low < high and step < 64) b
     cross join lateral (select coalesce((select e.at < ($2::date + $3::int)::timestamp at time zone 'Europe/London'
       + make_interval(hours => $4) from ledger.entry e where e.practice = $1 and e.number = b.mid), false) as isbefore) m)
   select low as number from b order by step desc limit 1`,
)
const everyOutcome = ['opened', 'changed', 'signed-in', 'refused']

function driverOf({ about, member, outcome }: EntryFilter): Driver {
  if (about !== null) return 'about'
  if (member !== null) return 'actor'
  return outcome === 'refused' || outcome === 'signed-in' ? outcome : 'all'
}

function asked({ outcome, member, about, verbs, without, from: first, to }: EntryFilter) {
  return [outcome, member, about, verbs, without, first, to]
}

function goesByVerb({ verbs, about, member }: EntryFilter): boolean {
  return verbs !== null && about === null && member === null
}

function askedByVerb({ verbs, outcome, from: first, to }: EntryFilter) {
  return [verbs, outcome === null ? everyOutcome : [outcome], first, to]
}

export const findEntries = {
  /** As far as `most` are found, or `look` were looked at; `floor` is the lowest of those, null when there are no more. */
  async page(
    tx: Transaction,
    filter: EntryFilter,
    { before, least }: Stretch,
    { most, look }: { most: number; look: number },
  ): Promise<{ rows: EntryRow[]; floor: number | null; looked: number }> {
    if (goesByVerb(filter)) {
      const rows = await tx.run(byVerb, tx.practice, before, least, ...askedByVerb(filter), most)
      return { rows, floor: rows.length < most ? null : rows.at(-1)!.number, looked: rows.length }
    }
    const came = await tx.run(all[driverOf(filter)].found, tx.practice, before, least, look, ...asked(filter), most)
    const [first] = came
    const rows = came.filter((row): row is Found & EntryRow => typeof row.number === 'number')
    const isAll = first === undefined || first.looked < look
    const floor = rows.length === most ? rows.at(-1)!.number : isAll ? null : first.floor
    return { rows, floor, looked: first?.looked ?? 0 }
  },
  /** Of the newest `look`; `isAll`: there are no more of them to look at. */
  async count(tx: Transaction, filter: EntryFilter, { before, least }: Stretch, look: number) {
    if (goesByVerb(filter)) {
      const [came] = await tx.run(countedByVerb, tx.practice, before, least, ...askedByVerb(filter), look)
      return { count: came!.count, isAll: came!.count < look }
    }
    const { counted: count } = all[driverOf(filter)]
    const [came] = await tx.run(count, tx.practice, before, least, look, ...asked(filter))
    return { count: came!.count, isAll: came!.looked < look }
  },
  async one(tx: Transaction, number: number): Promise<EntryRow | null> {
    return (await tx.run(one, tx.practice, number))[0] ?? null
  },
  /** The newest by which a member came in. */
  async lastSignIn(tx: Transaction, member: string): Promise<EntryRow | null> {
    return (await tx.run(lastSignIn, tx.practice, member))[0] ?? null
  },
  /** Where a filter's days lie among the numbers, with an hour on either side. */
  async stretchOf(tx: Transaction, { from: first, to }: EntryFilter, before: number): Promise<Stretch> {
    const at = async (day: string, days: number, hours: number) =>
      (await tx.run(from, tx.practice, day, days, hours))[0]?.number ?? 1
    const [least, end] = await Promise.all([first === null ? 1 : at(first, 0, -1), to === null ? before : at(to, 1, 1)])
    return { least, before: Math.min(before, end) }
  },
}
