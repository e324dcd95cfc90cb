import { accessLinkRoutes } from '@candour/contract/access-links.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { holdRoutes } from '@candour/contract/holds.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { retentionRoutes } from '@candour/contract/retention.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { buildHouse, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import type { Clock } from '../../platform/clock.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { leafHash } from '../../platform/ledger/leaf.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'
import { touchedRecords } from '../../platform/ledger/touched-records.store.ts'
import { removePast } from './remove-past.ts'
import { cutOff } from './sealed-retention.ts'

let candour: TestCandour
let house: House
let second: Person
let count = 0
beforeAll(async () => {
  candour = await startQuickCandour()
})
afterAll(() => candour.stop())
beforeEach(async () => {
  house = await buildHouse(candour, `Yarrow${count++}`)
  second = await colleague(candour, house.admin, 4, 'Second Person')
  return () => house.owner.end()
})

const day = 86_400_000
const keep = async (keepYears: number | null, by = house.admin) => {
  const { revision } = await by.browser.call(retentionRoutes.read, {})
  return by.browser.try(retentionRoutes.change, { keepYears, reason: 'Decided together', baseRevision: revision })
}
const later = (days: number): Clock => ({ now: () => new Date(Date.now() + days * day) })
const sweep = (days = 31) =>
  removePast(candour.parts.database.jobs, practiceWork({ ...candour.parts, clock: later(days) }))
const rowsOf = (where: string, ...values: unknown[]) =>
  house.owner.rows<EntryRow & { practice: string }>(
    `select * from ledger.entry where practice = $1 and ${where} order by number`,
    [house.practice, ...values],
  )

/** As if what there is had been entered so many years ago. */
async function age(years: number): Promise<void> {
  await candour.settle()
  for (const row of await rowsOf('detail is not null')) {
    const at = new Date(row.at)
    at.setUTCFullYear(at.getUTCFullYear() - years)
    const { nonce, actor_kind: actorKind, actor, verb, outcome, subjects, detail_hash: detailHash } = row
    const hash = leafHash({ nonce, at, actorKind, actor, verb, outcome, subjects, detailHash })
    await house.owner.rows('update ledger.entry set at = $3, leaf_hash = $4 where practice = $1 and number = $2', [
      house.practice,
      row.number,
      at,
      hash,
    ])
  }
}

test('as long as nobody decides, and where it is decided so, details are kept as long as the record', async () => {
  await age(40)
  await sweep()
  expect((await keep(null)).status).toBe(200)
  await sweep()
  expect(await rowsOf('detail is null')).toEqual([])
})

test('nobody goes below eight years: not by the form, not by a forged seal, not by the database’s own function', async () => {
  expect(codeOf(await keep(7))).toBe('input.invalid')
  expect(cutOff(1, new Date('2026-11-22T00:00:00Z')).toISOString()).toBe('2018-11-22T00:00:00.000Z')
  await age(7)
  const removed = await inPractice(candour, house.practice, ({ tx }) =>
    tx.run<{ removed: number }>(
      { name: 'test-remove', text: 'select ledger.remove_details($1, $2, now()) as removed' },
      [1, 2, 3],
      [Buffer.alloc(32), Buffer.alloc(32), Buffer.alloc(32)],
    ),
  )
  expect(removed).toEqual([{ removed: 0 }])
})

test('what is past loses its detail and nothing else: its leaf still stands, and reading says when and why', async () => {
  await second.browser.call(patientRoutes.read, { id: house.patient.id })
  await age(11)
  await second.browser.call(patientRoutes.read, { id: house.patient.id })
  await keep(10)
  const before = await rowsOf('true')
  await sweep()
  await candour.settle()
  const after = await rowsOf('number <= $2', before.at(-1)!.number)
  const gone = after.filter(({ detail }) => detail === null)
  expect(gone.length).toBeGreaterThan(5)
  expect(after.filter(({ detail }) => detail !== null).every(({ at }) => at.getUTCFullYear() > 2020)).toBe(true)
  expect(after.map(({ leaf_hash: hash }) => hash)).toEqual(before.map(({ leaf_hash: hash }) => hash))
  expect(after.map(({ nonce, subjects, actor, verb }) => [nonce, subjects, actor, verb])).toEqual(
    before.map(({ nonce, subjects, actor, verb }) => [nonce, subjects, actor, verb]),
  )
  const { entries } = await house.admin.browser.call(entryRoutes.list, { before: gone.at(-1)!.number + 1 })
  expect(entries[0]!.from).toMatch(
    /^Its detail was removed on \d\d-[A-Z][a-z]{2}-\d{4} under the practice’s retention$/,
  )
  const { looks } = await house.admin.browser.call(accessLinkRoutes.preview, { id: house.patient.id })
  const old = looks.find(({ who, removedAt }) => who.name === 'Second Person' && removedAt !== null)!
  expect(old.acts[0]!.what).toContain('Opened the details')
  const counted = await inPractice(candour, house.practice, async ({ tx, vault, keys }) => {
    const rows = await touchedRecords.list(tx, null, '2000-01-01', '2099-01-01', ['patient.read'], 100)
    return rows.map((row) => openEntry(vault, keys, row))
  })
  expect(counted.filter(({ removedAt }) => removedAt !== undefined).length).toBeGreaterThan(0)
  const [entered] = await rowsOf("verb = 'retention.remove'")
  expect(entered).toMatchObject({ outcome: 'changed', actor_kind: 'job' })
})

test('it goes in steps, each entered with what it took; the next round goes on where the last stood', async () => {
  await age(9)
  await keep(8)
  await sweep()
  await sweep()
  await candour.settle()
  const steps = await rowsOf("verb = 'retention.remove'")
  expect(steps.length).toBeGreaterThan(0)
  expect(await rowsOf("detail is not null and at < now() - interval '8 years'")).toEqual([])
})

test('nothing goes within the first thirty days, and the administrators are told at once', async () => {
  await age(9)
  await keep(8)
  await sweep(29)
  expect(await rowsOf('detail is null')).toEqual([])
  const { notices } = await second.browser.call(noticeRoutes.list, {})
  expect(notices.map(({ heading }) => heading)).toContain('Details of the activity are kept for 8 years')
  await sweep(31)
  expect((await rowsOf('detail is null')).length).toBeGreaterThan(5)
})

test('what is held keeps its detail, by patient, by member, by practice; and goes once the hold is lifted', async () => {
  const reason = 'A letter before action'
  const { id: other } = await registerPatient(house.admin)
  await second.browser.call(patientRoutes.read, { id: other })
  await age(9)
  await keep(8)
  const place = (kind: 'patient' | 'member' | 'practice', about: string | null) =>
    house.admin.browser.call(holdRoutes.place, { kind, about, reason })
  const { id: whole } = await place('practice', null)
  await sweep()
  expect(await rowsOf('detail is null')).toEqual([])
  const holds = [await place('patient', house.patient.id), await place('member', second.session.member.id)]
  await second.browser.call(holdRoutes.lift, { id: whole, reason: 'Narrowed down' })
  await sweep()
  const isOld = "at < now() - interval '8 years'"
  // What they did, and what was done about them: letting them in, for one.
  const held = '($2 = any(subjects) or actor = $3 or $3 = any(subjects))'
  const asked = [house.patient.id, second.session.member.id]
  expect(await rowsOf(`${isOld} and detail is null and ${held}`, ...asked)).toEqual([])
  expect((await rowsOf(`${isOld} and detail is not null and ${held}`, ...asked)).length).toBeGreaterThan(2)
  expect(await rowsOf(`${isOld} and detail is not null and not coalesce(${held}, false)`, ...asked)).toEqual([])
  for (const { id } of holds) await second.browser.call(holdRoutes.lift, { id, reason: 'It is over' })
  await sweep()
  expect(await rowsOf(`${isOld} and detail is not null`)).toEqual([])
})

test('whoever was given the permission alone sees how long details are kept, and decides nothing', async () => {
  const desk = await colleague(candour, house.admin, 1, 'Desk Betony')
  await house.admin.browser.call(memberRoutes.give, {
    id: desk.session.member.id,
    permission: 'hold.manage',
    until: null,
    location: null,
    reason: 'Places holds for the lawyer',
  })
  expect((await desk.browser.try(retentionRoutes.read, {})).status).toBe(200)
  expect(codeOf(await keep(8, desk))).toBe('access.refused')
  expect((await house.admin.browser.call(retentionRoutes.read, {})).revision).toBe(0)
})

test('P33 a detail that somebody took away outside Candour is noticed, whatever they write beside it', async () => {
  await candour.settle()
  const [row] = await rowsOf('true')
  await house.owner.rows(
    'update ledger.entry set detail = null, removed_at = now(), removed = $3 where practice = $1 and number = $2',
    [house.practice, row!.number, Buffer.alloc(32, 7)],
  )
  const { number } = row!
  const { entries } = await house.admin.browser.call(entryRoutes.list, { before: number + 1 })
  expect(entries[0]).toMatchObject({ number, altered: true })
  expect(codeOf(await house.admin.browser.try(entryRoutes.read, { number }))).toBe('record.altered')
})

test('P33 a decision that was altered outside Candour removes nothing', async () => {
  await age(9)
  await keep(8)
  await house.owner.rows('update candour.retention set sealed = $2 where practice = $1', [
    house.practice,
    Buffer.alloc(99),
  ])
  await sweep()
  expect(await rowsOf('detail is null')).toEqual([])
  expect(codeOf(await house.admin.browser.try(retentionRoutes.read, {}))).toBe('record.altered')
})
