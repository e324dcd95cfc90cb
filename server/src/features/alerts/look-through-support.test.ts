import { expect, test } from 'vitest'
import { firstDay, networkAt, numbered, patientId, type Draft } from '../../../test/ordinary-fortnight.ts'
import { lookThrough } from './look-through.ts'
import { newMemory, type Known } from './memory.ts'
import { day, hour, type Seen } from './seen.ts'

const wednesday = firstDay + 2 * day + 10 * hour
const known: Known = {
  isAdministrator: () => false,
  hoursOf: () => null,
  hadWritten: () => false,
  wasTended: () => true,
  levelOf: () => 0,
  people: null,
}
const look = (entries: Seen[]) => lookThrough(newMemory(0), entries, known)

test('P10 P48 support that opens more than forty records by one request is told of with the request; forty, or two requests of thirty, are not', () => {
  const visits = (count: number, request: string, first = 0) =>
    Array.from({ length: count }, (_, place) => ({
      at: wednesday + (first + place) * 10_000,
      member: request,
      verb: 'patient.chart',
      isRefused: false,
      refusal: '',
      subjects: [patientId(first + place)],
      network: networkAt('9.9.9.9'),
      session: 's',
      facts: {},
      support: 'Ada Quill',
    }))
  const numbers = (drafts: Draft[]) => numbered(drafts).map((seen) => ({ ...seen, support: 'Ada Quill' }))
  const [one, other] = [patientId(801), patientId(802)]
  expect(look(numbers(visits(70, one)))).toMatchObject([
    { rule: 'mass-opening', member: null, number: 41, facts: { count: 41, support: 'Ada Quill', request: one } },
  ])
  expect(look(numbers(visits(40, one)))).toEqual([])
  expect(look(numbers([...visits(30, one), ...visits(30, other, 30)]))).toEqual([])
  const memory = newMemory(0)
  const seen = numbers(visits(70, one))
  const inPages = [...lookThrough(memory, seen.slice(0, 39), known), ...lookThrough(memory, seen.slice(39), known)]
  expect(inPages).toEqual(look(seen))
  // An hour after the last of them nothing is kept, and no member was learned from them.
  const later = numbers(visits(1, other).map((draft) => ({ ...draft, at: draft.at + 3 * hour })))
  lookThrough(memory, later, known)
  expect([Object.keys(memory.visits!), memory.members]).toEqual([[other], {}])
})
