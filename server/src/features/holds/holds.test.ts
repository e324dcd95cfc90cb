import { draftRoutes } from '@candour/contract/drafts.ts'
import { holdRoutes } from '@candour/contract/holds.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { doneImport } from '../../../test/transfers/by-web.ts'
import { buildHouse, startDraft, type House } from '../../../test/walls/house.ts'
import { inPractice, type Inside } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { systemClock } from '../../platform/clock.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { emptyBin } from '../drafts/empty-bin.ts'
import { expireRefused } from '../transfers/expire-transfers.ts'
import { heldNow } from './held.ts'

let candour: TestCandour
let house: House
let second: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  second = await colleague(candour, house.admin, 4, 'Second Person')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const reason = 'A letter before action'
const place = (kind: 'patient' | 'member' | 'practice', about: string | null, by = house.admin) =>
  by.browser.call(holdRoutes.place, { kind, about, reason })
const lift = (id: string, by = second) => by.browser.try(holdRoutes.lift, { id, reason: 'The claim was withdrawn' })
const inside = <T>(act: (within: Inside & { now: Date }) => Promise<T>, at = house) =>
  inPractice(candour, at.practice, (one) => act({ ...one, now: new Date() }))
const erase = (patient: string) => inside((within) => destroyCompartment(within, patient))
const isThere = async (compartment: string) => {
  const [row] = await house.owner.rows<{ there: boolean }>(
    'select wrapped is not null as there from candour.compartment where compartment = $1',
    [compartment],
  )
  return row!.there
}
const work = () => practiceWork({ ...candour.parts, clock: systemClock })

/** A draft that was thrown away 31 days ago. */
async function binnedDraft(by: Person, patient: string | null): Promise<string> {
  const { id } = await startDraft(by, patient)
  await by.browser.call(draftRoutes.discard, { id })
  await house.owner.rows("update candour.draft set discarded_at = now() - interval '31 days' where draft = $1", [id])
  return id
}

async function leftOf(drafts: string[]): Promise<string[]> {
  const rows = await house.owner.rows<{ draft: string }>('select draft from candour.draft where draft = any($1)', [
    drafts,
  ])
  return drafts.filter((draft) => rows.some((row) => row.draft === draft))
}

test('a patient who is held is not erased, until another administrator has lifted the hold', async () => {
  const [held, other] = [await registerPatient(house.admin), await registerPatient(house.admin)]
  const { id } = await place('patient', held.id)
  await expect(erase(held.id)).rejects.toMatchObject({ code: 'hold.held' })
  expect(await isThere(held.id)).toBe(true)
  await erase(other.id)
  expect(await isThere(other.id)).toBe(false)
  expect(codeOf(await lift(id, house.admin))).toBe('hold.own')
  expect((await lift(id)).body.lifted).toMatchObject({
    reason: 'The claim was withdrawn',
    by: { name: 'Second Person' },
  })
  expect(codeOf(await lift(id))).toBe('hold.lifted')
  await erase(held.id)
  expect(await isThere(held.id)).toBe(false)
})

test('whoever was given the permission alone places holds and lifts none, and managers see none', async () => {
  const manager = await colleague(candour, house.admin, 3, 'Manager Tansy')
  expect(codeOf(await manager.browser.try(holdRoutes.list, {}))).toBe('access.refused')
  const { holds } = await second.browser.call(holdRoutes.list, {})
  expect(holds.every(({ reason: why, placed }) => why === reason && placed.by.name !== '')).toBe(true)
})

test('drafts in the bin stay as long as their patient, or who wrote them, is held', async () => {
  const nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
  const { id: patient } = await registerPatient(house.admin)
  const drafts = [
    await binnedDraft(house.admin, patient),
    await binnedDraft(nurse, null),
    await binnedDraft(house.admin, null),
  ]
  const holds = [await place('patient', patient), await place('member', nurse.session.member.id)]
  await emptyBin(candour.parts.database.jobs, work())
  expect(await leftOf(drafts)).toEqual(drafts.slice(0, 2))
  for (const { id } of holds) await lift(id)
  await emptyBin(candour.parts.database.jobs, work())
  expect(await leftOf(drafts)).toEqual([])
})

test('refused lines of an import stay as long as anybody is held: nobody has looked whom they are about', async () => {
  const line = JSON.stringify({ resourceType: 'Patient', id: 'refused-1', gender: 'banana' })
  const { id: transfer } = await doneImport(house.admin, { 'x.ndjson': line })
  const [row] = await house.owner.rows<{ compartment: string }>(
    `update candour.transfer set ended_at = now() - interval '31 days' where transfer = $1
     returning refused_compartment as compartment`,
    [transfer],
  )
  const { id } = await place('patient', (await registerPatient(house.admin)).id)
  await expireRefused(candour.parts.database.jobs, work())
  expect(await isThere(row!.compartment)).toBe(true)
  await lift(id)
  await expireRefused(candour.parts.database.jobs, work())
  expect(await isThere(row!.compartment)).toBe(false)
})

test('the whole practice is held: nothing of it is destroyed, while others go on', async () => {
  const other = await buildHouse(candour, 'Sorrel')
  const { id: patient } = await registerPatient(house.admin)
  const draft = await binnedDraft(house.admin, null)
  const { id } = await place('practice', null)
  await expect(erase(patient)).rejects.toMatchObject({ code: 'hold.held' })
  await emptyBin(candour.parts.database.jobs, work())
  expect(await leftOf([draft])).toEqual([draft])
  await inside((within) => destroyCompartment(within, other.patient.id), other)
  expect(await isThere(other.patient.id)).toBe(false)
  await lift(id)
  await other.owner.end()
})

test('a hold and an erasure at the same moment: whichever is first, no held record is ever gone', async () => {
  for (let round = 0; round < 12; round += 1) {
    const { id: patient } = await registerPatient(house.admin)
    const [placed, erased] = await Promise.allSettled([
      house.admin.browser.try(holdRoutes.place, { kind: 'patient', about: patient, reason }),
      erase(patient),
    ])
    const isHeld = placed.status === 'fulfilled' && placed.value.status === 200
    expect([isHeld, erased.status, await isThere(patient)]).toBeOneOf([
      [true, 'rejected', true],
      [false, 'fulfilled', false],
    ])
  }
})

test('whoever destroys keeps a hold waiting until they are done, and it then stands for what comes next', async () => {
  const { id: patient } = await registerPatient(house.admin)
  let placing: Promise<unknown> = Promise.resolve()
  let isPlaced = false
  await inside(async (within) => {
    expect((await heldNow(within)).practice).toBe(false)
    placing = place('patient', patient).then(() => (isPlaced = true))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(isPlaced).toBe(false)
  })
  await placing
  await expect(erase(patient)).rejects.toMatchObject({ code: 'hold.held' })
})

test('P33 where a hold was taken away or altered outside Candour, all is held', async () => {
  const elsewhere = await buildHouse(candour, 'Teasel')
  const { id } = await place('patient', elsewhere.patient.id, elsewhere.admin)
  const { id: free } = await registerPatient(elsewhere.admin)
  await house.owner.rows('delete from candour.hold where hold = $1', [id])
  await expect(inside((within) => destroyCompartment(within, elsewhere.patient.id), elsewhere)).rejects.toMatchObject({
    code: 'hold.held',
  })
  await expect(inside((within) => destroyCompartment(within, free), elsewhere)).rejects.toMatchObject({
    code: 'hold.held',
  })
  expect(codeOf(await elsewhere.admin.browser.try(holdRoutes.list, {}))).toBe('record.altered')
  await elsewhere.owner.end()
})
