import { eachItsOwn, newHits, scoreOf, type Hits } from './hits.ts'
import { lookForDate, lookForDigits, lookForEmail, lookForPostcode, lookForWord } from './look-for.ts'
import type { Query } from './read-query.ts'
import type { Segment } from './segment.ts'

export interface Candidate {
  segment: Segment
  at: number
  score: number
  parts: Hits[]
}

/** The best `most` of a segment, best first, and how many there are in all. */
export interface SegmentAnswer {
  best: Candidate[]
  count: number
}

/**
 * Everybody of the segment whom all parts of the query fit and whom `mayFind` lets through: nobody else is listed, and
 * nobody else is counted.
 */
export function searchSegment(
  segment: Segment,
  query: Query,
  { loosely, most, mayFind }: { loosely: boolean; most: number; mayFind: (patient: string) => boolean },
): SegmentAnswer {
  const parts = partsOf(segment, query, loosely)
  const rarest = parts.reduce((few, one) => (one.people.length < few.people.length ? one : few))
  const best: Candidate[] = []
  let count = 0
  for (const at of rarest.people) {
    if (segment.gone[at] === 1 || !parts.every((part) => part.cost[at] !== 0)) continue
    if ((query.words.length > 1 && !eachItsOwn(parts, at)) || !mayFind(segment.ids[at]!)) continue
    count += 1
    const score = scoreOf(parts, at)
    const last = best.at(-1)
    if (best.length === most && !isBefore(score, at, last!)) continue
    let place = best.length
    while (place > 0 && isBefore(score, at, best[place - 1]!)) place--
    best.splice(place, 0, { segment, at, score, parts })
    if (best.length > most) best.pop()
  }
  return { best, count }
}

const isBefore = (score: number, at: number, other: Candidate) =>
  score < other.score || (score === other.score && at < other.at)

function partsOf(segment: Segment, query: Query, loosely: boolean): Hits[] {
  const { words, dates, digits, postcodes, emails } = query
  const besideOthers = words.length + dates.length + postcodes.length + emails.length + digits.length > 1
  return [
    ...dates.map((date) => lookForDate(segment, date)),
    ...digits.map((run) => lookForDigits(segment, run, besideOthers)),
    ...postcodes.map((postcode) => lookForPostcode(segment, postcode)),
    ...emails.map((email) => lookForEmail(segment, newHits(segment.ids.length), email)),
    ...words.map((word) => lookForWord(segment, word, loosely)),
  ]
}
