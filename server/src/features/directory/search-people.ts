import { whyOf } from './hits.ts'
import { listedOf, type Listed, type Person } from './person.ts'
import { readings, readQuery, type Query } from './read-query.ts'
import { readWhole, type WholeAsked } from './read-whole.ts'
import { searchSegment, type Among, type Candidate } from './search-segment.ts'
import { holdersIn } from './search-whole.ts'
import { personAt, type Segment } from './segment.ts'

export interface Match {
  listed: Listed
  reason: string
}

export interface Answer {
  /** Best first. */
  matches: Match[]
  /** How many of them, the last, fit by sound or spelling alone. */
  alike: number
  /** Others fit too. */
  more: boolean
}

const nobody: Answer = { matches: [], alike: 0, more: false }

/** The best `most` people whom what was typed fits, among those whom `mayFind` lets through. */
export function searchPeople(
  segments: readonly Segment[],
  text: string,
  most: number,
  mayFind: Among['mayFind'],
  hidden: Among['hidden'] = new Set(),
): Answer {
  const among = { mayFind, hidden }
  const whole = readWhole(text)
  const holders = whole === null ? nobody : searchWhole(segments, whole, most, among)
  if (holders.matches.length > 0) return holders
  const query = readQuery(text)
  if (query === null) return nobody
  const tried = readings(query)
  // As typed there may be more than can be shown: what is only alike would stand behind them.
  for (const reading of tried) {
    const answer = search(segments, reading, { loosely: false, most, ...among })
    if (answer.more || (answer.matches.length > 0 && query.words.length === 0)) return answer
  }
  if (query.words.length === 0) return nobody
  for (const reading of tried) {
    const answer = search(segments, reading, { loosely: true, most, ...among })
    if (answer.matches.length > 0) return answer
  }
  return nobody
}

/** Whoever has exactly what was typed comes alone. In the order of names. */
function searchWhole(segments: readonly Segment[], whole: WholeAsked, most: number, { mayFind }: Among): Answer {
  let count = 0
  const people: Person[] = []
  for (const segment of segments) {
    const places = holdersIn(segment, whole).filter((at) => mayFind(segment.ids[at]!))
    count += places.length
    for (const at of places.slice(0, most)) people.push(personAt(segment, at))
  }
  const shown = people.sort(inOrder).slice(0, most)
  return {
    matches: shown.map((person) => ({ listed: listedOf(person), reason: whole.reason })),
    alike: 0,
    more: count > most,
  }
}

function search(
  segments: readonly Segment[],
  query: Query,
  options: Among & { loosely: boolean; most: number },
): Answer {
  let count = 0
  const candidates: Candidate[] = []
  for (const segment of segments) {
    const found = searchSegment(segment, query, options)
    count += found.count
    candidates.push(...found.best)
  }
  candidates.sort((a, b) => a.score - b.score)
  // Of those that fit equally well the names decide, so all that tie with the last are opened.
  const last = candidates[options.most - 1]?.score ?? Infinity
  const best = candidates.filter(({ score }) => score <= last).map((found) => ({ found, person: open(found) }))
  best.sort((a, b) => a.found.score - b.found.score || inOrder(a.person, b.person))
  const shown = best.slice(0, options.most).map(({ found, person }) => ({ person, ...whyOf(found.parts, found.at) }))
  return {
    matches: shown.map(({ person, reason }) => ({ listed: listedOf(person), reason })),
    alike: shown.filter(({ alike }) => alike).length,
    more: count > options.most,
  }
}

const open = ({ segment, at }: Candidate) => personAt(segment, at)

function inOrder(a: Person, b: Person): number {
  return (
    compare(a.family, b.family) || compare(a.given, b.given) || compare(a.birthDate, b.birthDate) || compare(a.id, b.id)
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
