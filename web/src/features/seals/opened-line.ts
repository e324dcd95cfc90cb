/** Openings as points on a line of time, and as words: each person once, with the times. */
import type { Seal } from '@candour/contract/seals.ts'

type Opening = Seal['openedBy'][number]

export interface Opener {
  key: string
  name: string
  role: string
  /** Newest first. */
  at: string[]
}

export function openersOf(openings: readonly Opening[]): Opener[] {
  const openers = new Map<string, Opener>()
  for (const { at, person } of openings) {
    const key = person.member ?? person.name
    const opener = openers.get(key)
    if (opener === undefined) openers.set(key, { key, name: person.name, role: person.role, at: [at] })
    else opener.at.push(at)
  }
  return [...openers.values()]
}

/** What was opened within one sitting, in words: the record alone goes without saying when more of it was opened. */
export function openedWords(openings: readonly Opening[]): string {
  const times = new Map<string, number>()
  for (const { what } of openings.toReversed()) times.set(what, (times.get(what) ?? 0) + 1)
  const whole = /^Opened the (record|timeline)$/
  const more = [...times].filter(([what]) => !whole.test(what))
  if (more.length === 0) return 'Opened the record'
  const said = more.map(([what, count]) => (count === 1 ? what : `${what}, ${count} times`))
  return said.map((words, place) => (place === 0 ? words : words[0]!.toLowerCase() + words.slice(1))).join('; ')
}

/** Points of one person that would lie on each other, as one; the words beside them count each. */
export function apart<P extends { place: number; key: string }>(points: readonly P[]): P[] {
  const kept: P[] = []
  for (const point of points)
    if (!kept.some(({ place, key }) => key === point.key && Math.abs(place - point.place) < 0.035)) kept.push(point)
  return kept
}

/** Where each opening stands between the first and the last, from 0 to 1. One alone stands at the end. */
export function placesOf(openings: readonly Opening[]): { at: string; place: number; key: string }[] {
  const times = openings.map(({ at }) => Date.parse(at))
  const first = Math.min(...times)
  const span = Math.max(...times) - first
  return openings.map(({ at, person }) => ({
    at,
    key: person.member ?? person.name,
    place: span === 0 ? 1 : (Date.parse(at) - first) / span,
  }))
}
