import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { buildHouse, type House } from './house.ts'
import { sendDamaged, sendNasty, sendWhole } from './odd-resources.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Sorrel')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

test('300 random resources of all types go in and come out byte for byte, and the patient’s record stays readable', async () => {
  const { id } = await registerPatient(house.admin, { family: 'Whole' })
  expect(await sendWhole(house, id, 300)).toBeGreaterThan(280)
}, 120_000)

test('P51 500 damaged resources are kept or refused with an answer, never a fault', async () => {
  const { id } = await registerPatient(house.admin, { family: 'Damaged' })
  expect(await sendDamaged(house, id, 500)).toBeGreaterThan(300)
}, 120_000)

test('P51 the nastiest bodies of 4 MiB are kept or refused in words, never a fault', async () => {
  const { id } = await registerPatient(house.admin, { family: 'Nasty' })
  const came = await sendNasty(house, id, 4 * 1024 ** 2)
  expect(came).toEqual({
    components: 201,
    'references to patients elsewhere': 201,
    'lists in lists': 422,
    'objects in objects': 422,
    members: 422,
    'empty objects': 422,
    'empty lists': 422,
    'escaped letters': 201,
    'line ends': 422,
    'a number': 422,
    numbers: 422,
    'one name twice': 422,
    'half a character': 400,
    'no end': 400,
  })
}, 120_000)
