import { alertRoutes } from '@candour/contract/alerts.ts'
import { chartRoute } from '@candour/contract/charts.ts'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { clockOf, codeOf, decideRisk, hoursAgo, openCase, readCase, recordAct } from '../../../test/incidents.ts'
import { colleague, registerPatient, signIn, signUp, type Person } from '../../../test/people.ts'
import { buildHouse, newWord, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { addAlarm } from '../notices/raise-alarm.ts'

let candour: TestCandour
let house: House
let manager: Person
let second: Person
let nurse: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Rowan')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  second = await colleague(candour, house.admin, 4, 'Second Tansy')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const listOf = async (by: Person) => by.browser.call(incidentRoutes.list, {})
const noticesOf = async (by: Person) => (await by.browser.call(noticeRoutes.list, {})).notices

test('P50 a case runs from its opening to its closing: clocks, a decision by two, tasks, a notice that is recorded', async () => {
  const opened = await openCase(manager)
  expect(opened).toMatchObject({ isOpen: true, revision: 1, risk: null, can: ['work', 'close'] })
  expect([clockOf(opened, 'ico'), clockOf(opened, 'individuals')]).toEqual(['running', 'waiting'])
  expect(Date.parse(opened.clocks[0]!.dueAt!) - Date.parse(opened.awareAt)).toBe(72 * 3_600_000)
  expect(opened.taskList.map(({ phase }) => phase)).toEqual(
    expect.arrayContaining(['contain', 'preserve', 'assess', 'notify', 'tell', 'mend', 'learn']),
  )
  const told = await noticesOf(second)
  expect(told.some(({ heading }) => heading === 'A case was opened')).toBe(true)
  expect(JSON.stringify(told)).not.toContain('neighbour')

  const high = await decideRisk(manager, opened, 'high')
  expect([high.risk, clockOf(high, 'individuals')]).toEqual(['high', 'running'])
  const done = await manager.browser.call(incidentRoutes.changeTask, {
    id: opened.id,
    task: 1,
    owner: second.session.member.id,
    dueAt: null,
    isDone: true,
  })
  expect(done.taskList[0]).toMatchObject({ owner: { name: 'Second Tansy' }, done: { by: { name: 'Manager Quill' } } })
  const ico = done.notices.find(({ notice }) => notice === 'ico')!
  expect(ico.fields.find(({ name }) => name === 'what')).toMatchObject({
    text: 'It went to a neighbour',
    isMissing: false,
  })
  expect(ico.fields.find(({ name }) => name === 'registration')).toMatchObject({ text: '', isMissing: true })
  const fields = ico.fields.map(({ name, text }) => ({ name, text: name === 'registration' ? 'ZA000000' : text }))
  const saved = await manager.browser.call(incidentRoutes.saveNotice, {
    id: opened.id,
    baseRevision: done.revision,
    notice: 'ico',
    fields,
  })
  expect(saved.notices[0]).toMatchObject({ version: 1, saved: { by: { name: 'Manager Quill' } } })
  // What is written stops no clock; what was done does.
  expect(clockOf(saved, 'ico')).toBe('running')
  const recorded = await recordAct(manager, saved)
  expect(recorded.acts).toMatchObject([
    { notice: 'ico', reference: 'IC-1234', version: 1, by: { name: 'Manager Quill' } },
  ])
  expect([clockOf(recorded, 'ico'), clockOf(recorded, 'individuals')]).toEqual(['stopped', 'running'])

  const asked = { id: opened.id, baseRevision: recorded.revision, note: 'Talked through', although: false }
  expect(await codeOf(manager.browser.call(incidentRoutes.close, asked))).toBe('incident.still_open')
  const closed = await manager.browser.call(incidentRoutes.close, { ...asked, although: true })
  expect(closed).toMatchObject({ isOpen: false, can: ['reopen'] })
  expect(closed.timeline[0]!.text).toMatch(/Left open: Tell the people concerned without undue delay/)
  expect(await codeOf(decideRisk(manager, closed, 'none'))).toBe('incident.closed')
  const again = await second.browser.call(incidentRoutes.reopen, { id: opened.id, reason: 'They rang again' })
  expect([again.isOpen, again.revision]).toEqual([true, closed.revision + 1])
  expect(await noticesOf(second)).not.toContainEqual(expect.objectContaining({ heading: 'A case was opened' }))
})

test('P50 that nobody need be told counts once a second person agrees; who is alone is named as such', async () => {
  const opened = await openCase(manager)
  const decided = await decideRisk(manager, opened, 'none')
  expect([clockOf(decided, 'ico'), decided.risk, decided.decisions[0]!.can]).toEqual(['running', null, []])
  const { number } = decided.decisions[0]!
  const agree = (by: Person) => by.browser.call(incidentRoutes.confirm, { id: opened.id, decision: number })
  expect(await codeOf(agree(manager))).toBe('incident.second_person')
  expect((await readCase(second, opened.id)).decisions[0]!.can).toEqual(['confirm'])
  const agreed = await agree(second)
  expect([clockOf(agreed, 'ico'), clockOf(agreed, 'individuals'), agreed.risk]).toEqual([
    'not-needed',
    'not-needed',
    'none',
  ])
  expect(await codeOf(agree(house.admin))).toBe('incident.no_decision')
  // It was more after all: the clock runs from when it was known, as if it had never stood still.
  const more = await decideRisk(second, agreed, 'risk')
  expect([clockOf(more, 'ico'), more.clocks[0]!.dueAt]).toEqual(['running', opened.clocks[0]!.dueAt])

  const only = await signUp(candour, 'Lone Lane', 'Only Thrale')
  const alone = await decideRisk(only, await openCase(only), 'none')
  expect(alone.decisions[0]).toMatchObject({ wasAlone: true, needsSecond: true, confirmed: null })
  expect(clockOf(alone, 'ico')).toBe('not-needed')
})

test('P50 people are told where the risk is high, unless it is decided by two that they need not be', async () => {
  const opened = await openCase(manager)
  const tell = (by: Person, { id, revision }: Incident, telling: 'tell' | 'sealed') =>
    by.browser.call(incidentRoutes.decideTelling, { id, baseRevision: revision, telling, reason: 'It was encrypted' })
  expect(await codeOf(tell(manager, opened, 'sealed'))).toBe('incident.not_high')
  const decided = await tell(manager, await decideRisk(manager, opened, 'high'), 'sealed')
  expect(clockOf(decided, 'individuals')).toBe('running')
  const agreed = await second.browser.call(incidentRoutes.confirm, {
    id: opened.id,
    decision: decided.decisions.at(-1)!.number,
  })
  expect(clockOf(agreed, 'individuals')).toBe('not-needed')
  expect(clockOf(agreed, 'ico')).toBe('running')
})

test('P50 of forty who decide at the same time one does', async () => {
  const opened = await openCase(manager)
  const people = [manager, second, house.admin]
  const came = await Promise.all(
    Array.from({ length: 40 }, (_one, place) =>
      codeOf(decideRisk(people[place % 3]!, opened, place % 2 ? 'none' : 'high')),
    ),
  )
  expect(came.filter((one) => one === 'done')).toHaveLength(1)
  expect(new Set(came)).toEqual(new Set(['done', 'record.changed_meanwhile']))
  expect((await readCase(manager, opened.id)).decisions).toHaveLength(1)
})

test('P50 when it was known can be corrected with a reason; the clock follows, and both stay', async () => {
  const opened = await openCase(manager)
  const awareAt = hoursAgo(80)
  const correct = (given: object) =>
    manager.browser.call(incidentRoutes.correct, {
      id: opened.id,
      baseRevision: 1,
      happenedAt: hoursAgo(90),
      awareAt,
      reason: 'Reception knew it before',
      ...given,
    })
  expect(await codeOf(correct({ awareAt: hoursAgo(-2) }))).toBe('incident.times')
  expect(await codeOf(correct({ happenedAt: hoursAgo(79) }))).toBe('incident.times')
  const corrected = await correct({})
  expect([clockOf(corrected, 'ico'), corrected.awareAt]).toEqual(['passed', awareAt])
  expect(corrected.timeline.map(({ text }) => text).join()).toMatch(/Reception knew it before/)
  expect(corrected.timeline.some(({ what }) => what === 'The case was opened')).toBe(true)
  // Told late: the reasons are asked for.
  expect(await codeOf(recordAct(manager, corrected))).toBe('incident.late')
  expect(await codeOf(recordAct(manager, corrected, { at: hoursAgo(81) }))).toBe('incident.times')
  const told = await recordAct(manager, corrected, { lateReason: 'It was not passed on' })
  expect([clockOf(told, 'ico'), told.acts[0]!.lateReason]).toEqual(['stopped', 'It was not passed on'])
})

test('P50 P48 an alert has one case, however many open it; it counts what was opened, and hides from whom it is about', async () => {
  const patient = await registerPatient(house.admin, { family: newWord() })
  await second.browser.call(chartRoute, { id: patient.id })
  await second.browser.call(chartRoute, { id: patient.id })
  await second.browser.call(chartRoute, { id: house.patient.id })
  await signIn(candour, second.email)
  await candour.settle()
  await candour.parts.accessWatch.look(0)
  const [alert] = (await manager.browser.call(alertRoutes.list, {})).alerts
  const open = (by: Person) => by.browser.call(incidentRoutes.openFromAlert, { alert: alert!.id })
  // What an alert says goes into its case: who does not settle alerts opens none from one.
  const handler = await colleague(candour, house.admin, 2, 'Handler Yarrow')
  const given = { id: handler.session.member.id, until: null, location: null, reason: 'Handles breaches' }
  await house.admin.browser.call(memberRoutes.give, { ...given, permission: 'incident.manage' })
  expect(await codeOf(open(handler))).toBe('access.refused')
  await house.admin.browser.call(memberRoutes.give, { ...given, permission: 'alert.review' })
  const opened = await Promise.all([manager, house.admin, manager, handler].map(open))
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1)
  const [one] = opened
  expect(one).toMatchObject({
    alert: alert!.id,
    who: { name: 'Second Tansy' },
    assessment: { people: { count: 2, how: 'counted' }, records: { count: 3, how: 'counted' } },
  })
  expect(one!.timeline.map(({ what }) => what)).toContain('Candour raised an alert')
  expect(await codeOf(readCase(second, one!.id))).toBe('incident.not_found')
  expect((await listOf(second)).incidents.map(({ id }) => id)).not.toContain(one!.id)
  expect(await codeOf(open(second))).toBe('alert.not_found')
  expect(await codeOf(openCase(second, { who: second.session.member.id }))).toBe('incident.own')
  expect(await codeOf(readCase(nurse, one!.id))).toBe('access.refused')

  const { entries } = await manager.browser.call(incidentRoutes.entries, { id: one!.id })
  expect(entries.map(({ verb }) => verb).toSorted()).toEqual([
    'patient.chart',
    'patient.chart',
    'patient.chart',
    'session.sign-in',
  ])
  // A figure that somebody types is an estimate, whatever they say; counted again, it is counted.
  const { peopleCategories, dataCategories, consequences, measures, contact } = one!.assessment
  const words = { peopleCategories, dataCategories, consequences, measures, contact }
  const typed = await manager.browser.call(incidentRoutes.assess, {
    id: one!.id,
    baseRevision: one!.revision,
    people: 40,
    records: 3,
    ...words,
  })
  expect([typed.assessment.people, typed.assessment.records?.how]).toEqual([{ count: 40, how: 'estimated' }, 'counted'])
  const counted = await manager.browser.call(incidentRoutes.count, {
    id: one!.id,
    baseRevision: typed.revision,
    member: nurse.session.member.id,
    fromAt: hoursAgo(1),
    toAt: new Date().toISOString(),
  })
  expect(counted.assessment.people).toEqual({ count: 0, how: 'counted' })
})

test('P50 an alarm of altered records proposes a case to those who handle them, by one click, once', async () => {
  const about = newWord()
  await inPractice(candour, house.practice, (inside) => addAlarm(inside, { about, found: 'opened a note' }))
  const alarmFor = async (by: Person) => (await noticesOf(by)).find(({ heading }) => /altered outside/.test(heading))
  const [forManager, forNurse] = [await alarmFor(manager), await alarmFor(nurse)]
  expect([forManager?.proposes, forNurse?.proposes]).toEqual(['incident', null])
  const open = () => manager.browser.call(incidentRoutes.openFromNotice, { notice: forManager!.id })
  const [one, other] = [await open(), await open()]
  expect(other.id).toBe(one.id)
  expect(one).toMatchObject({ kind: 'integrity', origin: { from: 'alarm' }, awareAt: forManager!.at })
  const plain = (await noticesOf(manager)).find(({ proposes }) => proposes === null)!
  expect(await codeOf(manager.browser.call(incidentRoutes.openFromNotice, { notice: plain.id }))).toBe(
    'notice.not_found',
  )
})
