/** The people of one practice in memory: segments that never change, and where each person stands. */
import type { Person } from './person.ts'
import { buildSegment, peopleLeft, personAt, segmentSize, type Segment } from './segment.ts'

/** Segments up to this many people are joined, so that there are few of them. */
const joined = 1_024

export class Resident {
  readonly segments: Segment[] = []
  /** By patient: the number of the segment, and the place in it in the lowest 13 bits. */
  readonly #places = new Map<string, number>()
  readonly #numbered = new Map<number, Segment>()
  #last = 0

  get people(): number {
    return this.#places.size
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  find(patient: string): Person | undefined {
    const place = this.#places.get(patient)
    return place === undefined ? undefined : personAt(this.#segmentOf(place), place % segmentSize)
  }

  /** Each stands in the place of what was known of the same patient; null: the patient is gone. */
  async apply(changes: Map<string, Person | null>): Promise<void> {
    const people = [...changes.values()].filter((person) => person !== null)
    const made: Segment[] = []
    for (let from = 0; from < people.length; from += segmentSize)
      made.push(await buildSegment(people.slice(from, from + segmentSize)))
    // From here on in one go: a search sees all of it or nothing.
    for (const patient of changes.keys()) this.#take(patient)
    for (const segment of made) this.#add(segment)
    await this.#join()
  }

  #take(patient: string): void {
    const place = this.#places.get(patient)
    if (place === undefined) return
    const segment = this.#segmentOf(place)
    segment.gone[place % segmentSize] = 1
    segment.left -= 1
    this.#places.delete(patient)
  }

  #segmentOf(place: number): Segment {
    return this.#numbered.get(Math.floor(place / segmentSize))!
  }

  #add(segment: Segment): void {
    const number = ++this.#last
    this.segments.push(segment)
    this.#numbered.set(number, segment)
    segment.ids.forEach((id, at) => this.#places.set(id, number * segmentSize + at))
  }

  /** The last two become one while the last is not much smaller: as many segments as the logarithm of the changes. */
  async #join(): Promise<void> {
    for (;;) {
      const [one, other] = this.segments.slice(-2)
      if (one === undefined || other === undefined) return
      if (one.left + other.left > joined || other.left * 2 < one.left) return
      const segment = await buildSegment([...peopleLeft(one), ...peopleLeft(other)])
      this.segments.splice(-2)
      for (const [number, old] of this.#numbered) if (old === one || old === other) this.#numbered.delete(number)
      this.#add(segment)
    }
  }
}
