import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { randomPeople } from '../../../test/random-people.ts'
import type * as Hits from './hits.ts'
import type * as LettersApart from './letters-apart.ts'

const work = vi.hoisted(() => ({ looks: 0, steps: 0 }))

vi.mock('./hits.ts', async (original) => {
  const real = await original<typeof Hits>()
  return {
    ...real,
    newHits: (...given: Parameters<typeof real.newHits>) => ((work.looks += 1), real.newHits(...given)),
    addHit: (...given: Parameters<typeof real.addHit>) => ((work.steps += 1), real.addHit(...given)),
    eachItsOwn: (...given: Parameters<typeof real.eachItsOwn>) => ((work.steps += 1), real.eachItsOwn(...given)),
  }
})
vi.mock('./letters-apart.ts', async (original) => {
  const real = await original<typeof LettersApart>()
  return {
    ...real,
    countBits: (bits: number) => ((work.steps += 1), real.countBits(bits)),
    lettersApart: (...given: Parameters<typeof real.lettersApart>) => ((work.steps += 1), real.lettersApart(...given)),
  }
})

// Loaded anew with what counts, and once more without it for whoever comes next.
vi.resetModules()
const { searchPeople } = await import('./search-people.ts')
const { buildSegment } = await import('./segment.ts')
afterAll(() => void vi.resetModules())

const patients = 3_000
const parts = 8
/** Two readings of the digits, each as typed and with what is alike. */
const passes = 4

const pieces = fc.oneof(
  fc.constantFrom(...'%_*?.-@ ao1908éŁﷺ\u0301'),
  fc.constantFrom(
    'smith ',
    'sm ',
    'a ',
    'oliver ',
    'ash',
    '999 ',
    '0770',
    '1980 ',
    '12/3/80 ',
    'jan ',
    'bs1 ',
    'bs1 4qa ',
  ),
  fc.constantFrom('a@ ', 'a.b ', 'a_b ', '.*', '👩‍👩‍👧‍👦', 'İ', 'ß', '%%', "' or 1=1 --"),
  fc.string({ maxLength: 8, unit: 'binary' }),
)
const typed = fc
  .oneof(
    fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
    pieces.map((one) => one.repeat(200)),
  )
  .map((text) => text.slice(0, 200))

test('whatever is typed takes at most 8 looks through the practice, four times over, each a few steps a patient', async () => {
  const people = randomPeople(patients, 3)
  const segments = [await buildSegment(people)]
  let most = 0
  fc.assert(
    fc.property(typed, (text) => {
      work.looks = work.steps = 0
      searchPeople(segments, text, 20, () => true)
      expect([text, work.looks]).toEqual([text, Math.min(work.looks, parts * passes)])
      expect([text, work.steps]).toEqual([text, Math.min(work.steps, Math.max(1, work.looks) * patients * 3)])
      most = Math.max(most, work.steps)
    }),
    { numRuns: 300 },
  )
  // It counts: something was looked through.
  expect(most).toBeGreaterThan(patients)
})
