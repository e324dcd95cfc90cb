import { entryRoutes } from '@candour/contract/entries.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../candour.ts'
import { colleague } from '../people.ts'
import { buildHouse, type House } from './house.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

test.each(['infinity', '-infinity', '20000-01-01', '0044-03-15 BC'])(
  'P33 P48 entries whose time was made %s by SQL are told of, shown as altered, and stop neither the list nor the watch',
  async (time) => {
    const { owner, admin, patient, practice } = house
    const nurse = await colleague(candour, admin, 2, 'Nurse Pomfret')
    await nurse.browser.call(patientRoutes.read, { id: patient.id })
    await candour.settle()
    await owner.rows('update candour.notice set dismissed_at = now() where practice = $1', [practice])
    // Who wrote in the record that is opened, and the newest.
    await owner.rows(
      `update ledger.entry set at = $2 where practice = $1 and (verb = 'patient.register'
         or number = (select max(number) from ledger.entry where practice = $1))`,
      [practice, time],
    )
    await candour.parts.accessWatch.look(0)
    await nurse.browser.call(patientRoutes.read, { id: patient.id })
    await candour.settle()
    expect(await candour.parts.accessWatch.look(0)).toBeGreaterThan(0)
    expect(await candour.parts.accessWatch.look(0)).toBe(0)
    const { notices } = await admin.browser.call(noticeRoutes.list, {})
    expect(notices.map(({ heading }) => heading)).toContain('Something was altered outside Candour')
    const { entries } = await admin.browser.call(entryRoutes.list, {})
    expect(entries.filter(({ altered }) => altered).length).toBeGreaterThan(0)
  },
)
