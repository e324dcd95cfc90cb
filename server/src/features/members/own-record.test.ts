import { alertRoutes, type Alert } from '@candour/contract/alerts.ts'
import { chartRoute } from '@candour/contract/charts.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { mailsTo } from '../../../test/mails.ts'
import { isOfPage, pageOf, takenBackBy } from '../../../test/own-record.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { buildHouse, newNhsNumber, newWord, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'

let candour: TestCandour
let house: House
let manager: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const inside = <T>(act: Parameters<typeof inPractice<T>>[2]) => inPractice(candour, house.practice, act)
const alertsNow = async (): Promise<Alert[]> =>
  (await manager.browser.call(alertRoutes.list, {})).alerts.filter(({ rule }) => rule === 'snooping')

test('B8 what was said of a record goes with the patient’s erasure, and with all access of the member; what was said of others stays', async () => {
  const [one, other] = [await colleague(candour, house.admin, 1), await colleague(candour, house.admin, 2, 'Ida Lorne')]
  const sayFor = async (whose: Person) => {
    const { family, birthDate, id } = await registerPatient(house.admin, { family: newWord() })
    const member = whose.session.member.id
    await manager.browser.call(memberRoutes.sayOwnRecord, { id: member, said: { family, birthDate } })
    return { member, patient: id, family, birthDate }
  }
  const [erased, kept] = [await sayFor(one), await sayFor(other)]
  const said = async (by: Person) => (await pageOf(by, by.session.member.id)).ownRecord?.by ?? null
  expect([await said(one), await said(other)]).toEqual(['Manager Quill', 'Manager Quill'])
  await other.browser.call(chartRoute, { id: kept.patient })
  await candour.settle()
  await candour.parts.accessWatch.look(0)
  const today = showDay(new Date())
  const opened = `Ida Lorne opened a record that is their own, as Manager Quill said on ${today}.`
  expect((await alertsNow()).map(({ what }) => what)).toEqual([opened])
  const [pageBefore, { ownRecord: before }] = [await pageOf(manager, erased.member), await pageOf(one, erased.member)]
  expect(before!.said).toMatchObject({ family: erased.family })
  await inside((within) => destroyCompartment({ ...within, now: new Date() }, erased.patient))
  expect(await pageOf(manager, erased.member)).toEqual(pageBefore)
  expect((await pageOf(one, erased.member)).ownRecord).toEqual({ ...before, said: null })
  const keptOf = async (id: string) =>
    inside(async (within) => JSON.stringify(openMember(within, (await members.read(within.tx, id))!)))
  expect(await keptOf(erased.member)).not.toMatch(new RegExp(`${erased.family}|${erased.birthDate}`))
  expect(await keptOf(kept.member)).toContain(kept.family)
  await manager.browser.call(memberRoutes.takeBackOwnRecord, { id: erased.member })
  expect([await said(one), await said(other)]).toEqual([null, 'Manager Quill'])
  const back = await takenBackBy(candour, manager, manager)
  expect(back.changes).toMatchObject([{ fields: [{ before: expect.stringContaining(today), after: null }] }])
  const mails = (await mailsTo(candour, one.email)).filter(isOfPage)
  const saidAndBack = mails.map(({ text }) => /Manager Quill (.*) which record is your own, on/.exec(text)?.[1])
  expect(saidAndBack).toEqual(['took back', 'said for you'])
  expect(JSON.stringify(mails)).not.toMatch(new RegExp(`${erased.family}|${erased.birthDate}`))
  const level = async (to: 0 | 2) =>
    manager.browser.call(memberRoutes.changeLevel, { id: kept.member, level: to, reason: 'Left, and came back' })
  await level(0)
  await level(2)
  expect((await pageOf(manager, kept.member)).ownRecord).toBe(null)
})

test('B8 of twins, each with a number, the erasure of one takes nothing that was said of the other', async () => {
  const desk = await colleague(candour, house.admin, 1, 'Ann Twin')
  const both = { family: newWord(), birthDate: '1971-02-03' }
  const nhsNumber = newNhsNumber()
  await registerPatient(house.admin, { ...both, given: 'Ann', nhsNumber })
  const twin = await registerPatient(house.admin, { ...both, given: 'Bea', nhsNumber: newNhsNumber() })
  const { id } = desk.session.member
  await desk.browser.call(memberRoutes.sayOwnRecord, { id, said: { ...both, nhsNumber } })
  await inside((within) => destroyCompartment({ ...within, now: new Date() }, twin.id))
  expect((await pageOf(manager, id)).ownRecord).not.toBe(null)
})
