import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'

let candour: TestCandour
let owner: Person
beforeAll(async () => {
  candour = await startTestCandour()
  owner = await signUp(candour)
  await registerPatient(owner, { nhsNumber: '9990000018', phone: '+44 117 496 0142' })
  await registerPatient(owner, { family: 'Ashdown', given: 'Marjorie', title: 'Miss', birthDate: '1957-10-12' })
  await registerPatient(owner, {
    family: 'O’Brien-Łukasz',
    given: 'Séan Patrick',
    title: 'Mr',
    birthDate: '2001-02-28',
    sex: 'male',
  })
})
afterAll(() => candour.stop())

async function find(text: string): Promise<string[]> {
  const { matches } = await owner.browser.call(patientRoutes.find, { text })
  return matches.map((match) => `${match.family}: ${match.reason}`)
}

test('names are found by prefix, in any order, without accents, case and apostrophes', async () => {
  expect(await find('ashd')).toEqual(['Ashdown: Name', 'Ashdowne: Name'])
  expect(await find('marg ashdowne')).toEqual(['Ashdowne: Name'])
  expect(await find('OBRIEN sean')).toEqual(['O’Brien-Łukasz: Name'])
  expect(await find('lukasz')).toEqual(['O’Brien-Łukasz: Name'])
  expect(await find('zzz')).toEqual([])
})

test('NHS number, phone and birth date find the one person', async () => {
  expect(await find('999 000 0018')).toEqual(['Ashdowne: NHS number'])
  expect(await find('0117 496')).toEqual(['Ashdowne: Phone'])
  expect(await find('12/10/1957')).toEqual(['Ashdown: Birth date'])
  expect(await find('ashd 04-Mar-57')).toEqual(['Ashdowne: Name and birth date'])
})

test('what was just written is found at once, also when it was changed', async () => {
  const patient = await registerPatient(owner, { family: 'Freshly', given: 'Written', birthDate: '1990-01-01' })
  expect(await find('freshly')).toHaveLength(1)
  const { id, version, diedAt: _died, ...details } = patient
  await owner.browser.call(patientRoutes.amend, {
    ...details,
    id,
    baseVersion: version,
    family: 'Married',
    sex: 'female',
  } as never)
  expect(await find('freshly')).toEqual([])
  expect(await find('married')).toHaveLength(1)
})

test('possible duplicates are offered before anything is kept, and the same NHS number is refused', async () => {
  const details = { family: 'ASHDOWNE', given: 'M', title: '', birthDate: '1957-03-04', sex: 'female' } as const
  const offered = await owner.browser.call(patientRoutes.register, details)
  expect(offered).toMatchObject({
    outcome: 'duplicates',
    duplicates: [{ family: 'Ashdowne', reason: 'Same surname and birth date' }],
  })
  expect(await find('ashdowne')).toEqual(['Ashdowne: Name', 'Ashdown: Sounds alike'])
  const taken = await owner.browser.try(patientRoutes.register, {
    ...details,
    nhsNumber: '999 000 0018',
    duplicatesSeen: true,
  })
  expect([taken.status, taken.body.error.code]).toEqual([409, 'patient.nhs_number_taken'])
  expect(await find('ashdowne')).toEqual(['Ashdowne: Name', 'Ashdown: Sounds alike'])
})
