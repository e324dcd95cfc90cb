import { evidenceRoutes } from '@candour/contract/evidence.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { promiseRoutes } from '@candour/contract/promises.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { mailsTo } from '../../../test/mails.ts'
import { colleague, type Person } from '../../../test/people.ts'
import { buildHouse, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { newId } from '../../platform/vault/ids.ts'
import { dayOf } from './day-of.ts'
import { dueFor, remindOfEvidence } from './remind-of-evidence.ts'
import type { FiledFacts } from './sealed-evidence.ts'

const day = 86_400_000
const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Aspen')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const bytes = Buffer.from('%PDF-1.4 a report of a test')
const inDays = (days: number) => dayOf(new Date(clock.now().getTime() + days * day))

async function file(promise: string, title: string, expiresOn: string, by = manager): Promise<string> {
  const facts = { promise, title, note: '', expiresOn, file: 'report.pdf', size: bytes.length }
  const { id } = await by.browser.call(evidenceRoutes.announce, facts)
  expect((await by.browser.send('PUT', `/api/evidence/${id}/content`, bytes)).status).toBe(201)
  return id
}

const read = (promise: string) => manager.browser.call(promiseRoutes.read, { promise })
const remind = () =>
  remindOfEvidence(practiceWork({ ...candour.parts, clock }), house.practice, {
    sentences: new Map([['P55', 'Penetration tests']]),
    publicOrigin: 'http://localhost',
  })

test('P55 evidence that is filed makes an organisational promise kept until its last day; replaced, the one before stays', async () => {
  expect(await read('P55')).toMatchObject({ state: 'evidence-missing', why: 'No owner named' })
  const first = await file('P55', 'Penetration test 2026', inDays(60))
  const kept = await read('P55')
  expect(kept).toMatchObject({
    state: 'kept',
    evidence: [{ id: first, title: 'Penetration test 2026', size: bytes.length }],
  })
  await file('P55', 'Penetration test 2027', inDays(90))
  expect((await read('P55')).evidence.map(({ title }) => title)).toEqual([
    'Penetration test 2027',
    'Penetration test 2026',
  ])
  const { status, body } = await manager.browser.send('GET', kept.evidence[0]!.contentUrl)
  expect([status, String(body)]).toEqual([200, bytes.toString()])
  clock.advance(91 * day)
  expect(await read('P55')).toMatchObject({
    state: 'evidence-expired',
    why: expect.stringMatching(/^No owner named, since /),
  })
  clock.advance(-91 * day)
})

test('P55 what is no evidence is refused: of a promise that takes none, expired already, cut short, of a type that is not kept', async () => {
  const facts = { promise: 'P55', title: 'Report', note: '', expiresOn: inDays(5), file: 'a.pdf', size: bytes.length }
  const announce = (change: object) => manager.browser.try(evidenceRoutes.announce, { ...facts, ...change })
  expect(await announce({ promise: 'P15' })).toMatchObject({
    status: 400,
    body: { error: { code: 'promise.takes_no_evidence' } },
  })
  expect(await announce({ expiresOn: inDays(-1) })).toMatchObject({
    status: 400,
    body: { error: { code: 'evidence.expired' } },
  })
  const { id } = await manager.browser.call(evidenceRoutes.announce, { ...facts, size: 20 })
  const put = (body: Buffer) => manager.browser.send('PUT', `/api/evidence/${id}/content`, body)
  expect((await put(bytes)).status).toBe(400)
  expect((await put(Buffer.from('<html><script>x</script>'.slice(0, 20)))).status).toBe(415)
  expect((await manager.browser.send('GET', `/api/evidence/${id}/content`)).status).toBe(404)
})

test('P55 evidence that was filed by mistake is withdrawn with a reason: it counts no more, stays in the history, and can be filed again', async () => {
  const fileIt = () => file('P74', 'Register of sub-processors', inDays(300))
  const [older, id] = [await fileIt(), await fileIt()]
  const withdraw = (by: Person, which: string, reason = 'It is the register of last year') =>
    by.browser.try(evidenceRoutes.withdraw, { id: which, reason })
  const nurse = await colleague(candour, house.admin, 2)
  expect((await withdraw(nurse, id)).status).toBe(403)
  expect((await withdraw(manager, id, ' ')).status).toBe(400)
  expect((await withdraw(manager, newId())).body).toMatchObject({ error: { code: 'evidence.not_found' } })
  expect(
    (await Promise.all([withdraw(manager, id), withdraw(house.admin, id)]))
      .map(({ status }) => status)
      .toSorted((one, other) => one - other),
  ).toEqual([200, 409])
  // The one before counts again; without it none does.
  expect(await read('P74')).toMatchObject({ state: 'kept', evidence: [{ id: older }], withdrawn: [{ id }] })
  await withdraw(manager, older)
  const left = await read('P74')
  expect(left).toMatchObject({ state: 'evidence-missing', evidence: [], altered: 0 })
  expect(left.withdrawn[0]!.withdrawals).toEqual([
    expect.objectContaining({ reason: 'It is the register of last year', back: null }),
  ])
  expect((await manager.browser.send('GET', left.withdrawn[0]!.contentUrl)).status).toBe(200)
  // What the database brings back does not count.
  const set = (to: string) =>
    house.owner.rows(`update candour.evidence set ${to} where practice = $1 and evidence = $2`, [house.practice, id])
  await set('revision = revision - 1')
  expect(await read('P74')).toMatchObject({ state: 'evidence-missing', altered: 1 })
  await set('revision = revision + 1')
  await manager.browser.call(evidenceRoutes.fileAgain, { id })
  const again = await read('P74')
  expect(again).toMatchObject({ state: 'kept', why: expect.stringMatching(/^Since /), evidence: [{ id }] })
  expect(again.evidence[0]!.withdrawals[0]!.back).toMatchObject({ by: { name: 'Manager Quill' } })
  expect((await manager.browser.try(evidenceRoutes.fileAgain, { id })).body).toMatchObject({
    error: { code: 'evidence.not_withdrawn' },
  })
  await candour.settle()
  const withdrawn = (await house.admin.browser.call(entryRoutes.list, { kind: 'changed' })).entries.filter(
    ({ verb, refusal }) => verb === 'evidence.withdraw' && refusal === null,
  )
  expect(withdrawn).toHaveLength(2)
  const { number } = withdrawn[0]!
  expect((await house.admin.browser.call(entryRoutes.read, { number })).reason).toBe('It is the register of last year')
})

test('P55 its owner is named by an administrator, and asked by notice and mail: when it is missing, 30 and 7 days before, when it is over; each once', async () => {
  const name = { promise: 'P55', member: manager.session.member.id }
  expect((await manager.browser.try(evidenceRoutes.nameOwner, name)).status).toBe(403)
  await house.admin.browser.call(evidenceRoutes.nameOwner, name)
  await file('P55', 'Penetration test 2028', inDays(100))
  expect(await remind()).toBe(false)
  const told = async () =>
    (await mailsTo(candour, manager.email)).filter(({ subject }) => subject.startsWith('Evidence for P55')).length
  for (const [forward, count] of [
    [70, 1],
    [0, 1],
    [23, 2],
    [0, 2],
    [8, 3],
    [1, 3],
    [14, 4],
  ] as const) {
    clock.advance(forward * day)
    expect([forward, await remind(), await told()]).toEqual([forward, forward >= 8, count])
  }
  const { notices } = await manager.browser.call(noticeRoutes.list, {})
  expect(notices.filter(({ heading }) => heading === 'Evidence is asked for')).toHaveLength(1)
  expect((await read('P55')).why).toMatch(/^You, since /)
  await file('P55', 'Penetration test 2029', inDays(200))
  expect(
    (await manager.browser.call(noticeRoutes.list, {})).notices.filter(
      ({ heading }) => heading === 'Evidence is asked for',
    ),
  ).toEqual([])
  clock.advance(-116 * day)
})

test('P55 an owner who was never chased is, whoever is missing is said, and what is there counts', () => {
  const facts = { promise: 'P55', member: 'm', by: 'm', at: '', reminded: null }
  const now = new Date('2026-11-22T10:00:00Z')
  const newest = (expiresOn: string) => ({ id: 'e', facts: { title: 'T', expiresOn } as FiledFacts })
  const due = (one: Parameters<typeof dueFor>[1], reminded: string | null, chasedAt: Date | null) =>
    dueFor('S', one, { facts: { ...facts, reminded }, chasedAt }, now)?.what ?? null
  expect(due(undefined, null, null)).toBe('missing')
  expect(due(undefined, 'missing', new Date('2026-11-20T10:00:00Z'))).toBeNull()
  expect(due(undefined, 'missing', new Date('2026-11-08T10:00:00Z'))).toBe('missing')
  expect(due(newest('2026-12-23'), null, null)).toBeNull()
  expect(due(newest('2026-12-22'), null, null)).toBe('e 30')
  expect(due(newest('2026-11-29'), 'e 30', now)).toBe('e 7')
  expect(due(newest('2026-11-22'), 'e 7', now)).toBe('e 0')
  expect(due(newest('2026-11-21'), 'e 0', now)).toBe('e over')
})

test('P33 P55 evidence that was altered, or taken away, in the database counts no more, and is said', async () => {
  // Evidence alone keeps nothing that has to be built, too.
  await file('P45', 'Availability', inDays(30))
  expect((await read('P45')).state).toBe('not-built')
  const id = await file('P77', 'Attestation', inDays(30))
  expect((await read('P77')).state).toBe('kept')
  const sql = (text: string) => house.owner.rows(text, [house.practice, id])
  await sql('update candour.evidence set expires_on = expires_on + 300 where practice = $1 and evidence = $2')
  expect(await read('P77')).toMatchObject({ state: 'evidence-missing', altered: 1, evidence: [] })
  await sql('update candour.evidence set expires_on = expires_on - 300 where practice = $1 and evidence = $2')
  expect((await read('P77')).state).toBe('kept')
  await sql(
    'update candour.evidence set sealed = set_byte(sealed, 80, get_byte(sealed, 80) # 1) where practice = $1 and evidence = $2',
  )
  expect(await read('P77')).toMatchObject({ state: 'evidence-missing', altered: 1 })
  await sql('delete from candour.evidence where practice = $1 and evidence = $2')
  expect((await read('P77')).state).toBe('evidence-missing')
  const owners =
    'update candour.evidence_owner set sealed = set_byte(sealed, 80, get_byte(sealed, 80) # 1) where practice = $1'
  await house.owner.rows(owners, [house.practice])
  expect((await read('P55')).owner).toBeNull()
  // Naming anew mends it.
  await house.admin.browser.call(evidenceRoutes.nameOwner, { promise: 'P55', member: manager.session.member.id })
  expect((await read('P55')).owner?.name).toBe('Manager Quill')
})

test('P55 whoever has no part in it files nothing and sees nothing; a member who left sees to nothing', async () => {
  const nurse = await colleague(candour, house.admin, 2)
  expect((await nurse.browser.try(promiseRoutes.show, {})).status).toBe(403)
  const facts = { promise: 'P72', title: 'T', note: '', expiresOn: inDays(5), file: 'a.pdf', size: 5 }
  expect((await nurse.browser.try(evidenceRoutes.announce, facts)).status).toBe(403)
  const left = { id: nurse.session.member.id, level: 0, reason: 'left' } as const
  await house.admin.browser.call(memberRoutes.changeLevel, left)
  const name = { promise: 'P72', member: nurse.session.member.id }
  expect((await house.admin.browser.try(evidenceRoutes.nameOwner, name)).status).toBe(404)
})
