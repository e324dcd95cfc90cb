import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { registerPatient } from '../people.ts'
import { buildHouse, type House } from './house.ts'
import { sendDamaged, sendWhole } from './odd-resources.ts'
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

test('3,000 random resources of all types go in and come out byte for byte, and the patient’s record stays readable', async () => {
  const { id } = await registerPatient(house.admin, { family: 'Whole' })
  expect(await sendWhole(house, id, 3_000)).toBeGreaterThan(2_900)
}, 900_000)

test('P51 10,000 damaged resources are kept or refused with an answer, never a fault', async () => {
  const { id } = await registerPatient(house.admin, { family: 'Damaged' })
  expect(await sendDamaged(house, id, 10_000)).toBeGreaterThan(7_000)
}, 900_000)
