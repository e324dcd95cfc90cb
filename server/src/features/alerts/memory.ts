import type { AlertRule } from '@candour/contract/alerts.ts'
import type { WorkingHours } from '@candour/contract/working-hours.ts'
import type { Acquaintance } from './acquaintance.ts'
import { day } from './seen.ts'

/** What is kept of a practice between two looks at its ledger, sealed: small, and bounded by how many members there are. */
export interface Memory {
  /** Nothing older is told of: a practice from before is learned from first. Milliseconds since 1970. */
  tellFrom: number
  members: Record<string, MemberMemory>
  /** What the operator's support opened in the last hour, by request; nothing in a memory from before support was looked at. */
  visits?: Record<string, Pick<MemberMemory, 'opened' | 'told'>>
  /** Networks from which somebody worked; `by` the first three members. */
  networks: Record<string, { by: string[]; since: number; last: number }>
  /** Failed passwords of the last hour. */
  tries: { member: string; network: string; number: number; at: number }[]
  /** Records opened without a sign of care yet, to be looked at again two hours later. */
  strange: Opened[]
  /** When a rule last told of something that belongs to no member. */
  told: Record<string, number>
  /** Member and patient: when it was found last, and the alert that was raised last. Missing from before snooping was looked for. */
  pairs?: Record<string, { last: number; alert?: string }>
  /** What is ordinary for a level: of whom nothing is known yet, it counts. */
  levels?: Record<string, OrdinaryDays>
}

/** What somebody does in a day, forgotten after four weeks. */
export interface OrdinaryDays {
  /** Records opened, by day; for a level those of its busiest member. */
  records: Days
  /** By weekday and hour: records opened, the average of the weeks, the older the less; and the day of the last. */
  hours: Record<string, [average: number, day: number]>
  /** By kind of act: the most in a day, and on which. */
  kinds: Record<string, [most: number, day: number]>
}

export interface Opened {
  member: string
  patient: string
  number: number
  at: number
  /** Notes and files of it that they read since. */
  reads?: number
  /** Somebody else wrote in it, lately or since. */
  tended?: true
  /** Somebody wrote in it within the two hours after: the patient was there. */
  visited?: true
  /** At an hour at which this member hardly ever works. */
  late?: true
}

/** A count of each of the last days on which there was one, oldest first. */
export type Days = [day: number, count: number][]

export interface MemberMemory {
  networks: Record<string, { since: number; last: number }>
  /** Where they were active in the last half hour. */
  active: Record<string, { number: number; at: number; session: string }>
  /** By kind of day and hour: the last day with activity, and the one before. */
  hours: Record<string, [last: number, before: number]>
  daysActive: number[]
  /** Of the last hour, each record once, with the entry that opened it last. */
  opened: { patient: string; number: number; at: number }[]
  /** The most different records in an hour, by day. */
  peaks: Days
  /** How many records not under care, by day; and those of the newest of these days. */
  strangers: Days
  strangersThen: { patient: string; number: number }[]
  /** Second steps and short codes that failed in the last hour. */
  steps: { number: number; at: number }[]
  /** When a rule last told of this member. */
  told: Record<string, number>
  /** Strangers' records that they read through, by day, and the entries. Missing, as what follows, from before it was looked for. */
  read?: Days
  readThen?: { number: number; at: number }[]
  /** On how many days they came back to a stranger's record, and the last of these; by the end of its id. */
  again?: Record<string, number>
  /** The same of homes in which nobody had written lately, whether or not anything was read. */
  back?: Record<string, number>
  /** Rare surnames of strangers that they opened today, with the end of the record's id and the entry. */
  families?: { day: number; opened: (readonly [family: string, patient: string, number: number])[] }
  ordinary?: OrdinaryDays
  /** What they did today, by kind, and in this hour. */
  today?: { day: number; records: number; kinds: Record<string, number>; slot: string; inSlot: number; level: number }
}

/** What the rules need to know besides the entries; read with them. */
export interface Known {
  isAdministrator(member: string): boolean
  hoursOf(member: string): WorkingHours | null
  /** Whether the member had written in the record within the twelve months before this entry. */
  hadWritten(member: string, patient: string, number: number): boolean
  /** Whether anybody had written in the record within the fortnight before this entry. */
  wasTended(patient: string, number: number): boolean
  /** 0 where it is not known. */
  levelOf(member: string): number
  /** Who may know whom; null while nobody can tell. */
  people: Acquaintance | null
}

/** Something that a rule found. */
export interface Found {
  rule: AlertRule
  member: string | null
  /** The entry that was one too many. */
  number: number
  at: number
  /** The entries to look at, oldest first. */
  entries: number[]
  /** Counts, times and networks; of support the request and the name, which stand in no list of members. */
  facts: Record<string, string | number>
}

export interface Look {
  memory: Memory
  known: Known
}

/** Days that count as what is usual. */
export const daysUsual = 28

export function newMemory(tellFrom: number): Memory {
  return { tellFrom, members: {}, networks: {}, tries: [], strange: [], told: {} }
}

export function memberOf({ members }: Memory, member: string): MemberMemory {
  return (members[member] ??= {
    networks: {},
    active: {},
    hours: {},
    daysActive: [],
    opened: [],
    peaks: [],
    strangers: [],
    strangersThen: [],
    steps: [],
    told: {},
  })
}

/** Once in a while, not again and again: false while the last time is not `quiet` milliseconds ago. */
export function tellOnce(told: Record<string, number>, what: string, at: number, quiet = day): boolean {
  const last = told[what]
  if (last !== undefined && at - last < quiet) return false
  for (const [other, when] of Object.entries(told)) if (at - when > 15 * day) delete told[other]
  told[what] = at
  return true
}

/** The middle of what was counted on the days before this one; null before five of them. */
export function usualOf(days: Days, today: number): number | null {
  const before = days.filter(([one]) => one < today).map(([, count]) => count)
  if (before.length < 5) return null
  return before.toSorted((one, other) => one - other)[Math.floor(before.length / 2)]!
}

/** Keeps the days of the last four weeks. */
export function countDay(days: Days, today: number, count: (before: number) => number): Days {
  const newest = days.at(-1)
  const rest = newest?.[0] === today ? days.slice(0, -1) : days
  const before = newest?.[0] === today ? newest[1] : 0
  return [...rest.filter(([one]) => one > today - daysUsual), [today, count(before)]]
}

/** Drops the oldest tenth, once there are more than `most`. */
export function keepNewest(all: Record<string, { last: number }>, most: number): void {
  const names = Object.keys(all)
  if (names.length <= most) return
  const oldest = names.toSorted((one, other) => all[one]!.last - all[other]!.last)
  for (const name of oldest.slice(0, Math.ceil(most / 10))) delete all[name]
}

const mostPairs = 1000

export const pairOf = (member: string, patient: string) => `${member} ${patient}`
/** Enough to tell the patients of one member apart. */
export const shortOf = (patient: string) => patient.slice(-9)

/** Of one member and one patient it is told once in a week. */
export function tellPair(memory: Memory, pair: string, at: number): boolean {
  const pairs = (memory.pairs ??= {})
  const before = pairs[pair]
  if (before !== undefined && at - before.last < 7 * day) return false
  pairs[pair] = { ...before, last: at }
  keepNewest(pairs, mostPairs)
  return true
}
