import { memberOf, pairOf, shortOf, tellPair, type Found, type Look, type MemberMemory, type Opened } from './memory.ts'
import { isOwn, isOwnTie } from './own-record.ts'
import { dayOf } from './seen.ts'
import { readThrough } from './slow-reading.ts'

/** Which signs weigh how much; told of from `enough` on. One that stands for a person weighs more than a habit. */
const weights = {
  watched: 4,
  colleague: 4,
  email: 3,
  home: 4,
  surname: 2,
  neighbour: 2,
  /** A name like theirs and nobody else's was opened so often on one day. */
  family: 2,
  /** Came back on several days, and read in it. */
  again: 2,
  /** Came back on several days to one home in which nobody here had written for a fortnight, read or not. */
  back: 3,
  /** Nobody here has written in the record for a fortnight. */
  alone: 1,
  read: 2,
  late: 1,
} as const
type Sign = keyof typeof weights
const enough = 4

const returns = 4
/** To a home, of which a telephone tells more often by chance. */
const returnsHome = 5
const returnsWithin = 10
const mostReturns = 400
const mostHomes = 250
const ofOneFamily = 3

/**
 * One record, opened without a part in the care, with what else speaks for curiosity: single signs are chance (a reception opens
 * its neighbours' records all day), several together rarely are. Whoever is watched is told of by that alone.
 */
export function snoop({ memory, known }: Look, opened: Opened): Found[] {
  const { member, patient, number, at, reads = 0, tended = false, late = false, visited = false } = opened
  const own = memberOf(memory, member)
  const { people } = known
  const ties = people?.tiesOf(member, patient) ?? []
  if (isOwn(ties)) return []
  const signs: Sign[] = ties.filter((tie) => !isOwnTie(tie))
  if (!tended) signs.push('alone')
  const times = reads === 0 ? 0 : countReturn((own.again ??= {}), shortOf(patient), at, mostReturns)
  if (times >= returns) signs.push('again')
  const home = shortOf(people?.homeOf(patient) ?? patient)
  const back = visited ? 0 : countReturn((own.back ??= {}), home, at, mostHomes)
  if (back >= returnsHome && !tended) signs.push('back')
  const family = people?.rareSurnameOf(patient) ?? null
  const bearers = family === null ? [] : countFamily(own, family, opened)
  const isFamily = bearers.length >= ofOneFamily
  if (isFamily) signs.push('family')
  // Families ring about all of their children at once: then nothing is read.
  if (reads >= (isFamily ? 1 : ties.length > 0 ? 2 : readThrough)) signs.push('read')
  if (late) signs.push('late')
  const weight = signs.reduce((sum, sign) => sum + weights[sign], 0)
  if (weight < enough || !tellPair(memory, pairOf(member, patient), at)) return []
  const entries = signs.includes('family') ? bearers : [number]
  const facts = { patient, signs: signs.join(' '), times, back, reads, bearers: bearers.length }
  return [{ rule: 'snooping', member, number, at, entries, facts }]
}

/**
 * On how many different days, each within ten of the last, up to 15. Kept as one number each, for there are many. Who only looks
 * whether somebody has an appointment reads nothing.
 */
function countReturn(again: Record<string, number>, name: string, at: number, most: number): number {
  const today = dayOf(at)
  const before = again[name] ?? 0
  const [times, last] = [before % 16, Math.floor(before / 16)]
  const isNew = times === 0 || today - last > returnsWithin
  const now = isNew ? 1 : last === today ? times : Math.min(15, times + 1)
  again[name] = today * 16 + now
  const names = Object.keys(again)
  if (names.length > most) {
    // The newest last: what is older than ten days counts no more in any case.
    const oldest = names.toSorted((one, other) => again[one]! - again[other]!)
    for (const old of oldest.slice(0, most / 10)) delete again[old]
  }
  return now
}

/** The entries of this day that opened patients of this surname, each patient once. */
function countFamily(own: MemberMemory, family: string, { patient, number, at }: Opened): number[] {
  const today = dayOf(at)
  const then = own.families?.day === today ? own.families.opened : []
  const opened = [...then.filter((one) => one[1] !== shortOf(patient)), [family, shortOf(patient), number] as const]
  own.families = { day: today, opened: opened.slice(-100) }
  return opened.filter(([name]) => name === family).map((one) => one[2])
}
