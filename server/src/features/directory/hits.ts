/** Why somebody matches, as the finder says it; of a name the first four, surest first. */
export const reasons = [
  'Name',
  'Sounds alike',
  '1 letter out',
  '2 letters out',
  'Starts alike',
  'NHS number',
  'Phone',
  'Email',
  'Postcode',
  'Birth date',
  'Birth month',
  'Birth year',
] as const
export type Reason = (typeof reasons)[number]

/** Reasons after this one are not of the name. */
const lastOfName = reasons.indexOf('Starts alike')

/** Who of a segment fits one part of what was typed. */
export interface Hits {
  people: number[]
  /** By person: 0 for no match, else the more the less sure. */
  cost: Uint8Array
  reason: Uint8Array
  /** Which of the person's words it may be, as bits; 0 when it is none of the name. */
  places: Uint8Array
  /** Whom the parts before fit: nobody else counts. Null for the first part. */
  among: Hits | null
  /** Somebody of the segment fits, whether they count or not. */
  any: boolean
  /** By person: 1 for who counts for nothing at all. */
  hidden: Uint8Array | null
}

export function newHits(people: number, among: Hits | null, hidden: Uint8Array | null = null): Hits {
  const [cost, reason, places] = [new Uint8Array(people), new Uint8Array(people), new Uint8Array(people)]
  return { people: [], cost, reason, places, among, any: false, hidden }
}

/** The surest reason stands. */
export function addHit(hits: Hits, person: number, cost: number, reason: Reason, places = 0): void {
  if (hits.hidden !== null && hits.hidden[person] === 1) return
  hits.any = true
  if (hits.among !== null && hits.among.cost[person] === 0) return
  const before = hits.cost[person]!
  if (before === 0) hits.people.push(person)
  if (before === 0 || cost < before) {
    hits.cost[person] = cost
    hits.reason[person] = reasons.indexOf(reason)
  }
  hits.places[person]! |= places
}

/** Whether each part of what was typed can be a word of its own: "ann anne" is not Anne Smith. */
export function eachItsOwn(parts: Hits[], person: number, from = 0, taken = 0): boolean {
  if (from === parts.length) return true
  const places = parts[from]!.places[person]!
  // Not of the name, or among the words beyond the seventh, which share a bit.
  if (places === 0 || (places & 0x80) !== 0) return eachItsOwn(parts, person, from + 1, taken)
  for (let free = places & ~taken; free !== 0; free &= free - 1) {
    if (eachItsOwn(parts, person, from + 1, taken | (free & -free))) return true
  }
  return false
}

/** The less sure of two parts weighs more than the sum of all. */
export function scoreOf(parts: Hits[], person: number): number {
  let worst = 0
  let sum = 0
  for (const { cost } of parts) {
    worst = Math.max(worst, cost[person]!)
    sum += cost[person]!
  }
  return worst * 256 + sum
}

export interface Why {
  reason: string
  /** Found by sound or spelling alone. */
  alike: boolean
}

export function whyOf(parts: Hits[], person: number): Why {
  const found = new Set(parts.map((part) => part.reason[person]!))
  const ofName = Math.max(-1, ...[...found].filter((one) => one <= lastOfName))
  const others = [...found].filter((one) => one > lastOfName).map((one) => reasons[one]!)
  const alike = ofName > 0
  const words = [...(ofName === -1 ? [] : [reasons[ofName]!]), ...others].map((one, at) =>
    at === 0 || one === 'NHS number' ? one : one.toLowerCase(),
  )
  const last = words.pop()!
  if (words.length === 0) return { reason: last, alike }
  return { reason: alike ? [...words, last].join(', ') : `${words.join(', ')} and ${last}`, alike }
}
