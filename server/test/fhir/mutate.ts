/** For tests: random damage to the JSON text of a resource: of its tree, or of the text itself. */
import fc from 'fast-check'
import { dice, type Dice } from './random-values.ts'

type Json = Record<string, unknown>

const junk: readonly (() => unknown)[] = [
  () => null,
  () => '',
  () => ' ',
  () => true,
  () => 0,
  () => -1.5,
  () => 1e308,
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => 'banana',
  () => '\ud800',
  () => 'x'.repeat(100_000),
  () => '#nobody',
  () => 'Patient/',
  () => ({ toString: 1, valueOf: 2, constructor: 3 }),
  () => ({ resourceType: 'Nothing' }),
  () => ({ resourceType: { toString: null } }),
  () => ({ reference: 'Patient/1', identifier: { system: {}, value: [] } }),
  () => ({ extension: [{ url: 'x', extension: [{ url: 'y' }] }] }),
  () => JSON.parse('{"__proto__":{"resourceType":"Patient"}}') as unknown,
  () => JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown,
  () => JSON.parse(`${'{"extension":[{"url":"a","extension":['.repeat(200)}${']}]}'.repeat(200)}`) as unknown,
  () => JSON.parse(`${'{"contained":'.repeat(200)}1${'}'.repeat(200)}`) as unknown,
]
const keys = [
  'banana',
  '_gender',
  '_id',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueString',
  'valueCode',
  'contained',
]
keys.push('fhir_comments', 'resourceType', 'extension', '_extension', 'reference', 'id', 'meta', '', 'a.b', '\u0000')

/** One to four damages. What comes out may still be valid, may be no JSON, or may be no resource. */
export function mutate(text: string): fc.Arbitrary<string> {
  return fc.record({ seed: fc.nat(), times: fc.integer({ min: 1, max: 4 }) }).map(({ seed, times }) => {
    const rolled = dice(seed)
    let damaged = text
    for (let time = 0; time < times; time++) {
      damaged = rolled.chance(0.15) ? damageText(damaged, rolled) : damageTree(damaged, rolled)
    }
    return damaged
  })
}

function damageText(text: string, { upTo, pick }: Dice): string {
  const [from, to] = [upTo(text.length), upTo(text.length)].toSorted((one, other) => one - other) as [number, number]
  return pick([
    () => text.slice(0, from),
    () => text.slice(0, from) + text.slice(from + 1),
    () =>
      text.slice(0, from) + pick(['"', '{', '}', ',', ':', '\\', '1', '\u0000', '\ud800', '\ufeff']) + text.slice(from),
    () => text.slice(0, from) + text.slice(from, to) + text.slice(from),
    () => text + text,
  ])()
}

function damageTree(text: string, rolled: Dice): string {
  let tree: unknown
  try {
    tree = JSON.parse(text)
  } catch {
    return text
  }
  const inside: (Json | unknown[])[] = []
  const collect = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    inside.push(value as Json)
    Object.values(value).forEach(collect)
  }
  collect(tree)
  if (inside.length === 0) return text
  damage(rolled.pick(inside), rolled)
  return JSON.stringify(tree)
}

function damage(at: Json | unknown[], { pick, upTo }: Dice): void {
  if (Array.isArray(at)) {
    const place = upTo(at.length + 1)
    pick([
      () => at.splice(place, 1),
      () => at.splice(place, 0, pick(junk)()),
      () => at.push(...(structuredClone(at) as unknown[])),
      () => at.splice(0, at.length),
    ])()
    return
  }
  const own = Object.keys(at)
  const key = own.length > 0 ? pick(own) : 'x'
  const set = (name: string, value: unknown) =>
    Object.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true })
  pick([
    () => delete at[key],
    () => set(key, pick(junk)()),
    () => set(pick(keys), pick(junk)()),
    () => set(pick(keys), at[key]),
    () => set(key, [at[key]]),
    () => set(`_${key}`, { extension: [{ url: 'http://example.org', valueCode: 'x' }] }),
    () => set(key, typeof at[key] === 'string' ? `${at[key]}\u0000` : String(upTo(10))),
  ])()
}
