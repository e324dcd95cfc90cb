import { expect, test } from 'vitest'
import { everyPromise } from './registry/registry.ts'
import type { Promised } from './registry/promised.ts'
import { stateOf, type CheckState, type Found } from './state-of.ts'

const promised: Promised = {
  id: 'P15',
  text: 'Passwords are stored only as one-way hashes.',
  sentence: 'Passwords are stored as one-way hashes alone',
  organisational: 'no',
  built: 'whole',
  checks: ['one', 'two'],
  notCovered: 'Something.',
}
const at = (time: string) => new Date(`2026-11-${time}:00Z`)
const check = (name: string, state: CheckState['state'] = 'well', since = at('01T10:00')): CheckState => ({
  name,
  title: name,
  state,
  since,
  what: `${name} is ${state}.`,
  lastRunAt: at('22T14:00'),
})
const found = (...checks: CheckState[]): Found => ({
  tests: 3,
  checks: new Map(checks.map((one) => [one.name, one])),
  evidence: null,
  today: '2026-11-22',
})
const well = found(check('one'), check('two', 'well', at('05T10:00')))
const organisational: Promised = { ...promised, organisational: 'whole', built: 'not built', checks: [] }

test('B1 a promise is kept when it is built whole, has tests, and all its live checks are well; since the last of them', () => {
  expect(stateOf(promised, well)).toEqual({ state: 'kept', since: at('05T10:00'), happened: null })
})

test('B1 a live check that fails makes it fail and says why, however much of it is built', () => {
  const failing = found(check('one', 'failing', at('20T09:00')), check('two'))
  for (const built of ['whole', 'in part: the rest', 'not built'] as const)
    expect(stateOf({ ...promised, built }, failing)).toEqual({
      state: 'failing',
      since: at('20T09:00'),
      happened: 'one is failing.',
    })
})

test('B1 a live check that does not run, and a version without a test, make it fail', () => {
  expect(stateOf(promised, found(check('one')))).toMatchObject({
    state: 'failing',
    happened: 'The live check two does not run here.',
  })
  // Several that have not run are told apart.
  const never = { ...check('two', 'failing'), what: 'It has not run yet.', since: null }
  expect(stateOf(promised, found(check('one', 'failing'), never)).happened).toBe(
    'one is failing. “two”: It has not run yet.',
  )
  expect(stateOf(promised, { ...well, tests: 0 })).toMatchObject({ state: 'failing', since: null })
})

test('B1 what is built in part, or not at all, is not kept, whatever its tests say', () => {
  for (const built of ['in part: the rest', 'not built'] as const)
    expect(stateOf({ ...promised, built }, well).state).toBe('not-built')
})

test('B1 what is organisational needs evidence that has not expired; its last day still counts', () => {
  const filed = (expiresOn: string) => ({ ...found(), evidence: { at: at('03T10:00'), expiresOn } })
  expect(stateOf(organisational, found()).state).toBe('evidence-missing')
  expect(stateOf(organisational, filed('2026-11-22'))).toEqual({ state: 'kept', since: at('03T10:00'), happened: null })
  expect(stateOf(organisational, filed('2026-11-21'))).toEqual({
    state: 'evidence-expired',
    since: new Date('2026-11-21T00:00:00Z'),
    happened: null,
  })
  const both: Promised = { ...promised, organisational: 'in part' }
  expect(stateOf(both, well).state).toBe('evidence-missing')
  expect(stateOf(both, { ...well, evidence: filed('2027-01-01').evidence }).state).toBe('kept')
  // Evidence alone keeps nothing that software has to do, too.
  expect(stateOf({ ...both, built: 'not built' }, { ...well, evidence: filed('2027-01-01').evidence }).state).toBe(
    'not-built',
  )
})

test('B1 there are 81 promises and 10 beyond them, each with a sentence and with what it does not cover', () => {
  const ids = everyPromise.map(({ id }) => id)
  const numbered = (letter: string, last: number, width: number) =>
    Array.from({ length: last }, (_, place) => `${letter}${String(place + 1).padStart(width, '0')}`)
  expect(ids).toEqual([...numbered('P', 81, 2), ...numbered('B', 10, 1)])
  for (const { id, sentence, notCovered } of everyPromise) {
    expect([id, sentence.length > 10 && sentence.length < 130 && !sentence.endsWith('.')]).toEqual([id, true])
    expect([id, notCovered.length > 10]).toEqual([id, true])
  }
})
