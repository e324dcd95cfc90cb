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

/** Among whom is looked. */
export interface Among {
  mayFind: (patient: string) => boolean
  /** Whom `mayFind` does not let through: not even how well others fit is to tell of them. */
  hidden: ReadonlySet<string>
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
  { loosely, most, mayFind, hidden }: Among & { loosely: boolean; most: number },
): SegmentAnswer {
  const parts = partsOf(segment, query, loosely, hidden)
  if (parts === null) return { best: [], count: 0 }
  const best: Candidate[] = []
  let count = 0
  for (const at of parts.at(-1)!.people) {
    if (segment.gone[at] === 1) continue
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

/** Each part among those whom the parts before it fit, so that the last has those whom all fit; null when nobody is left. */
function partsOf(segment: Segment, query: Query, loosely: boolean, hidden: ReadonlySet<string>): Hits[] | null {
  const left = hidden.size === 0 ? null : Uint8Array.from(segment.ids, (id) => (hidden.has(id) ? 1 : 0))
  const { words, dates, digits, postcodes, emails } = query
  const besideOthers = words.length + dates.length + postcodes.length + emails.length + digits.length > 1
  const looks: ((hits: Hits) => void)[] = [
    ...postcodes.map((postcode) => (hits: Hits) => lookForPostcode(segment, hits, postcode)),
    ...dates.map((date) => (hits: Hits) => lookForDate(segment, hits, date)),
    ...emails.map((email) => (hits: Hits) => lookForEmail(segment, hits, email)),
    ...digits.map((run) => (hits: Hits) => lookForDigits(segment, hits, run, besideOthers)),
    // The longest fit the fewest.
    ...words
      .toSorted((a, b) => b.word.length - a.word.length)
      .map((word) => (hits: Hits) => lookForWord(segment, hits, word, loosely)),
  ]
  const parts: Hits[] = []
  for (const look of looks) {
    const hits = newHits(segment.ids.length, parts.at(-1) ?? null, left)
    look(hits)
    if (hits.people.length === 0) return null
    parts.push(hits)
  }
  return parts
}
