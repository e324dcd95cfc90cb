import { chartRoute } from '@candour/contract/charts.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { reviewRoutes, reviewSections, type ReviewSection } from '@candour/contract/reviews.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { supportRoutes } from '@candour/contract/support.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signIn, signUp, type Person } from '../../../test/people.ts'
import { letIn, supportPerson, switchSupport, tryInside } from '../../../test/support.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { buildHouse, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { sealEntry } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import { testClock } from '../../platform/clock.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { monthsAfter } from './due-review.ts'
import { remindOfReview } from './remind-of-review.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
let nurse: Person
let leaver: Person
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Rowan')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
  leaver = await colleague(candour, house.admin, 2, 'Leaver Sorrel')
  const { id } = await registerPatient(house.admin)
  for (const patient of [id, house.patient.id, house.patient.id]) await nurse.browser.call(chartRoute, { id: patient })
  await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password: 'not this one' })
  await signIn(candour, nurse.email)
  const left = { id: leaver.session.member.id, level: 0, reason: 'Went to another practice' } as const
  await house.admin.browser.call(memberRoutes.changeLevel, left)
  await candour.settle()
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => /"code":"([^"]+)"/.exec(error.message)?.[1] ?? error.message,
  )
const looked = Object.keys(reviewSections) as ReviewSection[]
const prepare = async (by: Person) => {
  await candour.settle()
  const { reviewed, seen } = await by.browser.call(reviewRoutes.prepare, {})
  return { ...reviewed, seen }
}
const sign = (by: Person, { to, seen }: { to: number; seen: string }, note = 'Talked over with the team') =>
  by.browser.call(reviewRoutes.sign, { to, seen, looked, note })
const noticesOf = async (by: Person) =>
  (await by.browser.call(noticeRoutes.list, {})).notices.map(({ heading }) => heading)
const due = 'A review of sign-ins and access is due'
const remind = () => {
  const { database, vault, keysOf } = candour.parts
  return remindOfReview(practiceWork({ database, vault, keysOf, clock }), house.practice)
}

test('P26 P27 a review shows who signed in and failed to, who opened how many records, what was changed, and who left', async () => {
  const shown = await prepare(manager)
  expect([shown.from, shown.missing]).toEqual([1, 0])
  expect(shown.signIns.find(({ who }) => who.name === 'Nurse Pomfret')).toMatchObject({
    came: 2,
    failed: 1,
    newDevices: 1,
  })
  expect(shown.access.find(({ who }) => who.name === 'Nurse Pomfret')).toMatchObject({ records: 2, openings: 3 })
  expect(shown.leavers).toMatchObject([
    {
      what: 'Changed a member’s level',
      about: { name: 'Leaver Sorrel' },
      by: { name: 'Administrator Rowan' },
      reason: 'Went to another practice',
    },
  ])
  expect(shown.permissions.filter(({ what }) => what === 'Approved a member')).toHaveLength(3)
})

test('P27 it is signed with a note and every section looked at, bound to the entries, and stands as it was shown', async () => {
  const shown = await prepare(manager)
  const { seen: _, ...reviewed } = shown
  const few = { to: shown.to, seen: shown.seen, looked: looked.slice(1), note: 'x' }
  expect(await codeOf(manager.browser.call(reviewRoutes.sign, few))).toBe('input.invalid')
  expect(await codeOf(sign(manager, { ...shown, seen: '0'.repeat(64) }))).toBe('review.changed')
  expect(await codeOf(sign(manager, { ...shown, to: shown.to + 100_000 }))).toBe('review.changed')
  expect(await codeOf(sign(nurse, shown))).toBe('access.refused')
  const signed = await sign(manager, shown)
  expect(signed).toMatchObject({
    number: 1,
    by: { name: 'Manager Quill' },
    note: 'Talked over with the team',
    reviewed,
  })
  // What came after it was shown belongs to the next.
  await candour.settle()
  const next = await prepare(house.admin)
  expect(next.from).toBe(shown.to + 1)
  const { reviews } = await house.admin.browser.call(reviewRoutes.list, {})
  expect(reviews.map(({ id, note }) => [id, note])).toEqual([[signed.id, 'Talked over with the team']])
  expect(await house.admin.browser.call(reviewRoutes.read, { id: signed.id })).toEqual(signed)
  const file = await house.admin.browser.send('GET', `/api/reviews/${signed.id}/export`)
  expect(file.body).toEqual(signed)
  await candour.settle()
  const entered = await sql(
    `select verb from ledger.entry where practice = $1 and verb = 'review.sign' and outcome = 'changed'`,
    house.practice,
  )
  expect(entered).toHaveLength(1)
})

test('P27 of forty who sign the same at the same time one does; another practice sees none of it', async () => {
  const shown = await prepare(manager)
  const came = await Promise.all(Array.from({ length: 40 }, () => codeOf(sign(manager, shown))))
  expect(came.filter((one) => one === 'done')).toHaveLength(1)
  expect(came.filter((one) => one === 'record.changed_meanwhile' || one === 'review.changed')).toHaveLength(39)
  const other = await signUp(candour, 'Other Lane', 'Other Thrale')
  const { reviews } = await manager.browser.call(reviewRoutes.list, {})
  expect((await other.browser.call(reviewRoutes.list, {})).reviews).toEqual([])
  expect(await codeOf(other.browser.call(reviewRoutes.read, { id: reviews[0]!.id }))).toBe('review.not_found')
})

test('P27 it falls due by the rhythm that the practice sets, is asked for by a notice once, and the notice goes when it is signed', async () => {
  const list = () => manager.browser.call(reviewRoutes.list, {})
  expect(await list()).toMatchObject({ months: 3, due: { isNow: false } })
  expect(await remind()).toBe(false)
  const { rules, revision } = await house.admin.browser.call(rulesRoutes.read, {})
  const rhythm = (months: 0 | 1, baseRevision: number) =>
    house.admin.browser.call(rulesRoutes.change, {
      rules: { ...rules, reviewMonths: months },
      baseRevision,
      reason: 'Ours',
    })
  await rhythm(1, revision)
  clock.advance(32 * 86_400_000)
  expect(await list()).toMatchObject({ months: 1, due: { isNow: true } })
  expect([await remind(), await remind()]).toEqual([true, false])
  expect(await Promise.all([manager, house.admin, nurse].map(noticesOf))).toEqual([[due], [due], []])
  await sign(manager, await prepare(manager))
  expect(await noticesOf(manager)).toEqual([])
  expect((await list()).due!.isNow).toBe(false)
  await rhythm(0, revision + 1)
  clock.advance(400 * 86_400_000)
  expect(await list()).toMatchObject({ months: 0, due: null })
  expect(await remind()).toBe(false)
})

test('P27 P33 a signed review that was altered or taken away by SQL is named, and opens to nobody', async () => {
  const { reviews: before } = await manager.browser.call(reviewRoutes.list, {})
  expect(before.length).toBeGreaterThan(2)
  const [newest, first] = [before[0]!, before.at(-1)!]
  await sql(
    `update candour.review set sealed = set_byte(sealed, 70, get_byte(sealed, 70) # 1) where review = $1`,
    newest.id,
  )
  await sql('delete from candour.review where review = $1', first.id)
  const { reviews, altered } = await manager.browser.call(reviewRoutes.list, {})
  expect([reviews.length, altered]).toEqual([before.length - 2, [before.length, 1]])
  for (const { id } of [newest, first])
    expect(await codeOf(manager.browser.call(reviewRoutes.read, { id }))).toBe('record.altered')
  // What the altered one covered is there to be looked at again.
  const shown = await prepare(manager)
  expect((await sign(manager, shown)).number).toBe(before.length + 1)
  await sql(`delete from ledger.mark where type = 'Review' and id = $1`, newest.id)
  expect((await manager.browser.call(reviewRoutes.list, {})).altered).toContain(before.length)
})

test('P27 P33 entries that were taken away before it was signed are counted as missing', async () => {
  const shown = await prepare(manager)
  await sql('delete from ledger.entry where practice = $1 and number = $2', house.practice, shown.to - 1)
  expect(await codeOf(sign(manager, shown))).toBe('review.changed')
  expect((await prepare(manager)).missing).toBe(1)
})

test('P10 P27 a review shows what support opened, request by request, who let them in and ended it, and what the operator took out', async () => {
  await switchSupport(house.admin, true)
  const support = await supportPerson(candour, 'Ada Quill')
  const requests: string[] = []
  for (let one = 0; one < 2; one++) {
    const { id } = await letIn(manager, support)
    requests.push(id)
    await tryInside(support, id, chartRoute, { id: house.patient.id })
  }
  await manager.browser.call(supportRoutes.end, { id: requests[0]! })
  await inPractice(candour, house.practice, async ({ tx, vault, keys }) => {
    const actor = { kind: 'operator', practice: house.practice, command: 'candour export' } as const
    const subjects = [house.patient.id]
    insertEntry(tx, sealEntry(vault, keys, { actor, verb: 'transfer.export', outcome: 'opened', subjects, detail: {} }))
    insertEntry(
      tx,
      sealEntry(vault, keys, { actor, verb: 'transfer.pack', outcome: 'changed', subjects: [], detail: {} }),
    )
  })
  const { access, permissions } = await prepare(manager)
  const opened = access.filter(({ request }) => request !== undefined)
  expect(new Set(opened.map(({ request }) => request))).toEqual(new Set(requests))
  expect(opened[0]).toMatchObject({ who: { member: null, name: 'Support: Ada Quill' }, records: 1, openings: 1 })
  expect(access.find(({ who }) => who.name === 'The operator')).toMatchObject({ records: 1, openings: 1 })
  const made = permissions.map(({ what, by, reason }) => [what, by.name, reason])
  expect(made.filter(([what]) => what === 'Let support in')).toHaveLength(2)
  expect(made.find(([what]) => what === 'Ended the access of support')?.[1]).toBe('Manager Quill')
  expect(made).toContainEqual(['Packed an export', 'The operator', 'candour export on the installation’s own machine'])
})

test('P27 P48 the alerts about who signs are kept with it and shown to everybody else, all of them', async () => {
  const { raiseAlert } = await import('../alerts/raise-alert.ts')
  await candour.settle()
  const [size] = await sql<{ number: number }>(
    'select max(number)::int as number from ledger.entry where practice = $1',
    house.practice,
  )
  const [rule, at] = ['new-device', clock.now().getTime()] as const
  const raise = (member: string, count: number, kind: string) =>
    inPractice(candour, house.practice, async (inside) => {
      for (let one = 0; one < count; one++) {
        const found = { rule, member, number: size!.number, at, entries: [], facts: { kind: `${kind}${one}` } }
        await raiseAlert({ ...inside, now: clock.now() }, found, '')
      }
    })
  await raise(nurse.session.member.id, 201, 'a')
  await raise(manager.session.member.id, 1, 'b')
  const shown = await prepare(manager)
  const counts = (raised: number) => [{ rule, raised, open: raised }]
  expect(shown.alerts).toEqual(counts(201))
  const signed = await sign(manager, shown)
  const readBy = (by: Person) => by.browser.call(reviewRoutes.read, { id: signed.id })
  expect(signed.reviewed.alerts).toEqual(counts(201))
  expect((await readBy(manager)).reviewed.alerts).toEqual(counts(201))
  expect((await readBy(house.admin)).reviewed.alerts).toEqual(counts(202))
  const file = await house.admin.browser.send('GET', `/api/reviews/${signed.id}/export`)
  expect(file.body).toMatchObject({ reviewed: { alerts: counts(202) } })
})

test('the same day of a later month, or the last there is', () => {
  const after = (from: string, months: number) => monthsAfter(new Date(from), months).toISOString().slice(0, 10)
  expect(after('2026-01-31T10:00:00Z', 1)).toBe('2026-02-28')
  expect(after('2026-11-30T10:00:00Z', 3)).toBe('2027-02-28')
  expect(after('2026-03-15T10:00:00Z', 12)).toBe('2027-03-15')
})
