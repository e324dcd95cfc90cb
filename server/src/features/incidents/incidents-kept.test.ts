import { chartRoute } from '@candour/contract/charts.ts'
import { incidentRoutes, type Incident } from '@candour/contract/incidents.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { clockOf, codeOf, decideRisk, hoursAgo, openCase, readCase, recordAct } from '../../../test/incidents.ts'
import { mailsTo } from '../../../test/mails.ts'
import { colleague, registerPatient, signUp, type Person } from '../../../test/people.ts'
import { unzip } from '../../../test/transfers/unzip.ts'
import { buildHouse, newWord, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { practiceKeySource } from '../../platform/access/practice-keys.ts'
import { testClock } from '../../platform/clock.ts'
import { addAlarm } from '../notices/raise-alarm.ts'
import { openIncidentWith } from './open-incident.ts'
import { tellPractice } from './tell-practice.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
let second: Person
let nurse: Person
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Hazel')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  second = await colleague(candour, house.admin, 4, 'Second Tansy')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const listOf = async (by: Person) => by.browser.call(incidentRoutes.list, {})
const noticesOf = async (by: Person) => (await by.browser.call(noticeRoutes.list, {})).notices

/** Does what the practice's jobs of incidents would do at this time, each once; answers what was told. */
async function remindAt(hours: number): Promise<string[]> {
  clock.set(new Date(Date.now() + hours * 3_600_000))
  const jobs = await sql<{ job: string }>(
    `select job from candour.job where practice = $1 and name = 'incident.remind' and run_at <= $2 order by run_at`,
    house.practice,
    clock.now(),
  )
  for (const { job } of jobs) await candour.parts.jobs.perform(house.practice, job)
  return (await noticesOf(manager)).flatMap(({ heading, text }) =>
    /waits to be told|time to tell/.test(heading) ? [text] : [],
  )
}

test('P50 those who handle incidents are told at 24 and 6 hours left and when the time is over, until it is recorded', async () => {
  const opened = await openCase(manager, { awareAt: hoursAgo(0), who: nurse.session.member.id })
  const mails = async () =>
    (await mailsTo(candour, second.email)).filter(({ subject }) => /told|time/.test(subject)).length
  expect(await remindAt(47)).toEqual([])
  expect(await remindAt(48.1)).toEqual([
    expect.stringMatching(/^Tell the ICO by .*; 23 hours left\. It stands under Incidents\.$/),
  ])
  expect(await mails()).toBe(1)
  expect(await remindAt(66.1)).toEqual([expect.stringMatching(/5 hours left/)])
  expect(await remindAt(66.2)).toHaveLength(1)
  expect(await mails()).toBe(2)
  expect(await remindAt(72.1)).toEqual([expect.stringMatching(/^Tell the ICO now: it was due on/)])
  expect(await mails()).toBe(3)
  const late = await readCase(manager, opened.id)
  expect(late.timeline.filter(({ what }) => what.startsWith('Reminded'))).toHaveLength(3)
  await recordAct(manager, late, { at: clock.now().toISOString(), lateReason: 'It was not passed on' })
  expect(await remindAt(80)).toEqual([])
  clock.set(new Date())
})

test('P50 of one that is recorded in time nobody is reminded; the times are corrected, and the clock rings by the new ones', async () => {
  const [one, other] = [
    await openCase(manager, { awareAt: hoursAgo(0) }),
    await openCase(manager, { awareAt: hoursAgo(0) }),
  ]
  await recordAct(manager, one)
  await manager.browser.call(incidentRoutes.correct, {
    id: other.id,
    baseRevision: other.revision,
    happenedAt: null,
    awareAt: hoursAgo(50),
    reason: 'Known before',
  })
  expect(await remindAt(0)).toEqual([expect.stringMatching(/21 hours left/)])
  await candour.settle()
  expect((await readCase(manager, other.id)).timeline[0]!.what).toBe('Reminded: 24 hours are left')
  await recordAct(manager, await readCase(manager, other.id))
  expect(await remindAt(100)).toEqual([])
  clock.set(new Date())
})

test('P50 the processor tells the practice without undue delay: a case with its own clock, a notice, mails, and an entry', async () => {
  const { database, vault, sequencer } = candour.parts
  const parts = { inPractice: database.inPractice, keysOf: practiceKeySource(vault), vault, clock }
  const told = { text: 'A backup disk was stolen', awareAt: hoursAgo(3), happenedAt: hoursAgo(20) }
  const { id, toldAt } = await tellPractice(parts, house.practice, told, 'http://localhost:3000')
  sequencer.poke()
  const one = await readCase(house.admin, id)
  expect(one).toMatchObject({ awareAt: toldAt, openedBy: { name: 'The operator' }, origin: { from: 'operator' } })
  expect([clockOf(one, 'controller'), clockOf(one, 'ico')]).toEqual(['stopped', 'running'])
  expect(one.clocks.find(({ clock: name }) => name === 'controller')).toMatchObject({
    startsAt: told.awareAt,
    stoppedAt: toldAt,
  })
  const heading = 'Whoever runs Candour tells you of an incident'
  expect((await noticesOf(manager)).filter((notice) => notice.heading === heading)).toHaveLength(1)
  for (const person of [house.admin, second, manager]) {
    const mails = (await mailsTo(candour, person.email)).filter(({ subject }) => subject.startsWith(heading))
    expect(mails).toHaveLength(1)
    expect(JSON.stringify(mails)).not.toContain('disk')
    expect(mails[0]!.action!.url).toBe(`http://localhost:3000/incidents/${id}`)
  }
  await candour.settle()
  const [entry] = await sql<{ actor_kind: string }>(
    `select actor_kind from ledger.entry where practice = $1 and verb = 'incident.tell'`,
    house.practice,
  )
  expect(entry?.actor_kind).toBe('operator')
  await expect(tellPractice(parts, house.practice, { ...told, awareAt: hoursAgo(-1) }, '')).rejects.toThrow(/times/)
})

test('P50 the case is taken out for the regulator with its reason, its decisions, notices and entries, and without names of patients', async () => {
  const family = newWord()
  const patient = await registerPatient(house.admin, { family })
  await nurse.browser.call(chartRoute, { id: patient.id })
  await candour.settle()
  const opened = await openCase(manager, { title: 'Seen <by> mistake', who: nurse.session.member.id })
  const counted = await manager.browser.call(incidentRoutes.count, {
    id: opened.id,
    baseRevision: 1,
    member: nurse.session.member.id,
    fromAt: hoursAgo(1),
    toAt: new Date().toISOString(),
  })
  await decideRisk(manager, counted, 'risk')
  await candour.settle()
  const { number } = await manager.browser.call(incidentRoutes.startExport, { id: opened.id, reason: 'The ICO asks' })
  const path = `/api/incidents/${opened.id}/exports`
  expect((await manager.browser.send('GET', `${path}/${number - 1}`)).status).toBe(404)
  const take = async () => {
    const { response } = await manager.browser.fetch('GET', `${path}/${number}`)
    return unzip(Buffer.from(await response.arrayBuffer()))
  }
  const files = await take()
  expect([...files.keys()]).toEqual(['incident.html', 'incident.json', 'SHA256SUMS'])
  const file = JSON.parse(files.get('incident.json')!.toString()) as {
    takenOut: object
    entries: { what: string; hash: string }[]
    acts: { what: string }[]
    incident: Incident
  }
  expect(file.takenOut).toMatchObject({ by: 'Manager Quill', reason: 'The ICO asks' })
  expect(file.entries.map(({ what }) => what)).toEqual(['Opened the chart of a patient'])
  expect(file.entries[0]!.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(file.acts.map(({ what }) => what)).toEqual([
    'Decided how high the risk of an incident is',
    'Counted whom an incident concerns',
    'Opened a case of an incident',
  ])
  expect(file.incident.decisions).toHaveLength(1)
  const page = files.get('incident.html')!.toString()
  expect(page).toContain('Seen &lt;by&gt; mistake')
  expect(page).not.toMatch(/<script|https?:\/\//)
  for (const bytes of files.values()) expect(bytes.toString()).not.toMatch(new RegExp(`${family}|${patient.id}`))
  // The same file, whatever came after.
  await manager.browser.call(incidentRoutes.addNote, { id: opened.id, at: hoursAgo(0.1), text: 'Afterwards' })
  expect((await take()).get('incident.html')!.toString()).not.toContain('Afterwards')
})

test('P33 P50 a case of which a step was altered, swapped or taken away by SQL is named, closes no other, and stays closed', async () => {
  const cases = await Promise.all(Array.from({ length: 4 }, () => openCase(manager)))
  for (const one of cases) await decideRisk(manager, one, 'risk')
  const [flipped, swapped, gone, moved] = cases.map(({ id }) => id) as [string, string, string, string]
  const step = 'candour.incident_step'
  await sql(
    `update ${step} set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where incident = $1 and number = 2`,
    flipped,
  )
  await sql(
    `update ${step} s set sealed = o.sealed from ${step} o where s.incident = $1 and o.incident = $2 and s.number = 2 and o.number = 2`,
    swapped,
    moved,
  )
  await sql(`delete from ${step} where incident = $1 and number = 2`, gone)
  await sql(`update ${step} set number = 3 where incident = $1 and number = 2`, moved)
  const { incidents, altered } = await listOf(manager)
  expect(altered.toSorted()).toEqual([flipped, swapped, gone, moved].toSorted())
  expect(incidents.length).toBeGreaterThan(3)
  for (const id of altered) expect(await codeOf(readCase(manager, id))).toBe('record.altered')
  expect(await codeOf(decideRisk(manager, { ...cases[2]!, revision: 2 }, 'none'))).toBe('record.altered')
  expect((await noticesOf(manager)).some(({ proposes }) => proposes === 'incident')).toBe(true)
})

test('P01 P50 another practice sees nothing of a case, and can’t touch it', async () => {
  const { id } = await openCase(manager)
  const other = await signUp(candour, 'Other Row', 'Other Thrale')
  expect(await listOf(other)).toEqual({ incidents: [], altered: [] })
  expect(await codeOf(readCase(other, id))).toBe('incident.not_found')
  expect(await codeOf(other.browser.call(incidentRoutes.reopen, { id, reason: 'x' }))).toBe('incident.not_found')
  expect(await codeOf(other.browser.call(incidentRoutes.startExport, { id, reason: 'x' }))).toBe('incident.not_found')
})

test('P50 an opening that is killed before its commit has left nothing, and a later one begins anew', async () => {
  const count = async () =>
    (
      await sql<{ count: number }>(
        `select (select count(*) from candour.incident_step where practice = $1)::int + (select count(*) from ledger.mark where practice = $1 and type = 'Incident')::int
           + (select count(*) from candour.job where practice = $1)::int + (select count(*) from candour.mail where practice = $1)::int as count`,
        house.practice,
      )
    )[0]!.count
  const before = await count()
  const id = '0199aaaa-0000-7000-8000-000000000001'
  const opening = {
    title: 'T',
    what: 'W',
    kind: 'lost',
    role: 'controller',
    happenedAt: null,
    awareAt: hoursAgo(1),
    who: null,
  } as const
  const open = (dies: boolean) =>
    inPractice(candour, house.practice, async (inside) => {
      const by = { member: manager.session.member.id }
      await openIncidentWith(
        { ...inside, now: new Date() },
        id,
        by,
        { ...opening, origin: { from: 'hand' } },
        'http://x',
      )
      if (dies) throw new Error('killed')
    })
  await expect(open(true)).rejects.toThrow('killed')
  expect(await count()).toBe(before)
  await open(false)
  expect((await readCase(manager, id)).title).toBe('T')
})

test('P33 P50 a member who was altered by SQL keeps nobody from opening the case of it, and lets nobody see their own', async () => {
  const about = await openCase(manager, { who: second.session.member.id })
  const flip = (member: Person) =>
    sql(
      'update candour.member set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where member = $1',
      member.session.member.id,
    )
  await inPractice(candour, house.practice, (inside) => addAlarm(inside, { about: newWord(), found: 'signed in' }))
  const alarm = (await noticesOf(manager)).find(({ proposes }) => proposes === 'incident')!
  await flip(nurse)
  const opened = await manager.browser.call(incidentRoutes.openFromNotice, { notice: alarm.id })
  expect(opened).toMatchObject({ kind: 'integrity', openedBy: { name: 'Manager Quill' } })
  // Nobody can tell whether the altered one handles incidents: in doubt there is somebody else.
  expect((await decideRisk(manager, opened, 'none')).decisions[0]!.wasAlone).toBe(false)
  expect(await codeOf(readCase(second, about.id))).toBe('incident.not_found')
  await flip(nurse)
  expect((await listOf(manager)).incidents.map(({ id }) => id)).toContain(opened.id)
})
