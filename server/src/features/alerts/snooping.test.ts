import { alertRoutes, type Alert } from '@candour/contract/alerts.ts'
import { chartRoute } from '@candour/contract/charts.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { mailsTo } from '../../../test/mails.ts'
import { isOfPage, pageOf, takenBackBy } from '../../../test/own-record.ts'
import { colleague, registerPatient, signIn, signUp, type Person } from '../../../test/people.ts'
import { buildHouse, newWord, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { alerts } from './alerts.store.ts'
import { keepWatch, takeWatch } from './kept-watch.ts'
import { alertId, sealAlert } from './sealed-alert.ts'
import { hour } from './seen.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
let nurse: Person
let own: PatientCard
let atHome: PatientCard
const address = { lines: ['14 Mill Lane'], town: 'Bristol', postcode: 'BS1 4ND' }
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Rowan')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  nurse = await colleague(candour, house.admin, 2, 'Dr Ada Pomfret-Łuk')
  own = await registerPatient(house.admin, { family: 'Pomfret Luk', given: 'Ada Jane', email: nurse.email, address })
  atHome = await registerPatient(house.admin, { family: 'Tolliver', given: 'Bram', address })
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const look = async () => {
  await candour.settle()
  await candour.parts.accessWatch.look(0)
}
const open = (by: Person, { id }: Pick<PatientCard, 'id'>) => by.browser.call(chartRoute, { id })
const snoopingSeenBy = async (by: Person): Promise<Alert[]> =>
  (await by.browser.call(alertRoutes.list, {})).alerts.filter(({ rule }) => rule === 'snooping')
const inside = <T>(act: Parameters<typeof inPractice<T>>[2]) => inPractice(candour, house.practice, act)

/** What the watch remembers was so many hours earlier; the next entry comes after that time. */
async function later(hours: number): Promise<void> {
  await look()
  await inside(async (within) => {
    const watch = (await takeWatch({ ...within, now: clock.now() }))!
    for (const one of watch.memory.strange) one.at -= hours * hour
    for (const pair of Object.values(watch.memory.pairs ?? {})) pair.last -= hours * hour
    await keepWatch({ ...within, now: clock.now() }, watch)
  })
  await signIn(candour, manager.email)
  await look()
}

/** The alerts that `act` raised, as the manager sees them. */
async function raisedBy(act: () => Promise<unknown>): Promise<Alert[]> {
  const before = new Set((await snoopingSeenBy(manager)).map(({ id }) => id))
  await act()
  return (await snoopingSeenBy(manager)).filter(({ id }) => !before.has(id))
}

test('B8 P48 a member who opens their own record is told of at once, by email and name, to others and never to them', async () => {
  const [alert, ...more] = await raisedBy(async () => {
    await open(nurse, own)
    await look()
  })
  expect(more).toEqual([])
  expect(alert).toMatchObject({ rule: 'snooping', isOfPair: true, who: { name: 'Dr Ada Pomfret-Łuk' } })
  expect(alert!.what).toBe('Dr Ada Pomfret-Łuk opened their own record: it has their name and their email.')
  const { entries, day } = await manager.browser.call(alertRoutes.read, { id: alert!.id })
  expect(entries.map(({ verb, patient }) => [verb, patient?.id])).toEqual([['patient.chart', own.id]])
  expect(day!.points.filter(({ marked }) => marked)).toMatchObject([{ kind: 'opened' }])
  expect(day!.points.length).toBeGreaterThan(1)
  expect(await nurse.browser.try(alertRoutes.read, { id: alert!.id })).toMatchObject({ status: 403 })
  // The notice reaches whoever does not settle alerts, too: how the two may know each other stands in the alert alone.
  const { notices } = await manager.browser.call(noticeRoutes.list, {})
  expect(notices.map(({ text }) => text)).toEqual([
    'Dr Ada Pomfret-Łuk opened a record without a reason that shows. Look at it, and settle it, under Alerts.',
  ])
})

test('B8 P48 who lives at a member’s address is told of after two hours in which nothing was written; who shares a postcode is not by that alone', async () => {
  const raised = await raisedBy(async () => {
    await open(nurse, atHome)
    await look()
    expect(await snoopingSeenBy(manager)).toHaveLength(1)
    await later(3)
  })
  expect(raised.map(({ what }) => what)).toEqual([
    'Dr Ada Pomfret-Łuk opened the record of a patient with the address or telephone number of a record that seems to be theirs, and has written nothing in it in twelve months, nor within two hours after.',
  ])
  expect(JSON.stringify(raised)).not.toContain('Tolliver')
  const neighbour = await registerPatient(house.admin, { family: newWord(), address: { ...address, lines: ['2'] } })
  expect(
    await raisedBy(async () => {
      await open(nurse, neighbour)
      await later(3)
    }),
  ).toEqual([])
})

test('B8 P48 P03 of a restricted record the alert says what speaks for it, and names nobody to those who may not open it', async () => {
  const family = newWord()
  const hidden = await registerPatient(house.admin, { family, address })
  const members = [house.admin.session.member.id, nurse.session.member.id]
  await house.admin.browser.call(restrictionRoutes.restrict, {
    id: hidden.id,
    members,
    reason: 'At risk',
    baseRevision: 0,
  })
  const [alert] = await raisedBy(async () => {
    await open(nurse, hidden)
    await later(3)
  })
  const seenBy = async (by: Person) => by.browser.call(alertRoutes.read, { id: alert!.id })
  expect((await seenBy(house.admin)).entries[0]!.patient).toMatchObject({ id: hidden.id })
  expect(JSON.stringify(await seenBy(manager))).not.toMatch(new RegExp(`${hidden.id}|${family}`))
})

test('B8 P48 what is harmless between two is left untold for as long as was said, for these two alone; opening it again ends that', async () => {
  const weekLater = (whose: PatientCard) =>
    raisedBy(async () => {
      await later(8 * 24)
      await open(nurse, whose)
      await later(3)
    })
  const about = async ({ id }: Alert) =>
    (await house.admin.browser.call(alertRoutes.read, { id })).entries[0]!.patient?.id === atHome.id
  const all = await Promise.all((await snoopingSeenBy(manager)).map(async (one) => ({ one, isIt: await about(one) })))
  const first = all.find(({ isIt }) => isIt)!.one
  const said = { id: first.id, note: 'Her husband, who agreed in writing' }
  const incident = { ...said, verdict: 'incident', quietDays: 90 } as const
  expect((await manager.browser.try(alertRoutes.settle, incident)).status).toBe(400)
  for (const { id, isOpen } of await snoopingSeenBy(manager))
    if (isOpen)
      await manager.browser.call(alertRoutes.settle, {
        ...said,
        id,
        verdict: 'harmless',
        quietDays: id === first.id ? 90 : null,
      })
  const [settled] = (await snoopingSeenBy(manager)).filter(({ id }) => id === first.id)
  const until = showDay(new Date(clock.now().getTime() + 90 * 24 * hour))
  const { notices } = await house.admin.browser.call(noticeRoutes.list, {})
  expect(notices.filter(({ heading }) => heading === 'Something is left untold').map(({ text }) => text)).toEqual([
    `Manager Quill settled something about Dr Ada Pomfret-Łuk and a patient as harmless, and it is not told of again until ${until}. What it was, and why, stands under Alerts; opening it again there ends this.`,
  ])
  expect(settled!.steps.at(-1)!.quietUntil).toBe(new Date(clock.now().getTime() + 90 * 24 * hour).toISOString())
  expect(await weekLater(atHome)).toEqual([])
  expect(await weekLater(own)).toHaveLength(1)
  await manager.browser.call(alertRoutes.reopen, { id: first.id, note: 'They live apart now' })
  expect(await weekLater(atHome)).toHaveLength(1)
})

test('B8 P48 which record is a member’s own is said without learning whether there is one, shown to nobody else, and watched over', async () => {
  const desk = await colleague(candour, house.admin, 2, 'Bea Wren')
  const { id } = desk.session.member
  const said = { family: newWord(), birthDate: '1961-02-03' }
  const own = await registerPatient(house.admin, { ...said, given: 'Beatrix' })
  const say = (by: Person, more = {}) => by.browser.call(memberRoutes.sayOwnRecord, { id, said: { ...said, ...more } })
  const invented = await say(desk, { family: newWord() })
  const known = await say(desk)
  expect({ ...invented, at: '', said: null }).toEqual({ ...known, at: '', said: null })
  const asked = { id, said: { ...said, nhsNumber: null } }
  expect((await nurse.browser.try(memberRoutes.sayOwnRecord, asked)).status).toBe(403)
  const above = { ...asked, id: house.admin.session.member.id }
  expect((await manager.browser.try(memberRoutes.sayOwnRecord, above)).body.error.code).toBe('member.above_own_level')
  expect((await pageOf(desk, id)).ownRecord).toEqual({ ...known, by: 'Bea Wren', said: asked.said })
  expect((await pageOf(manager, id)).ownRecord).toEqual({ ...known, by: 'Bea Wren', said: null })
  const all = JSON.stringify([await manager.browser.call(memberRoutes.list, {}), await pageOf(manager, id)])
  expect(all).not.toMatch(new RegExp(`${said.family}|${said.birthDate}`))
  const raised = await raisedBy(async () => {
    await open(desk, own)
    await open(nurse, own)
    await later(3)
  })
  expect(raised.map(({ what }) => what).toSorted()).toEqual([
    `Bea Wren opened their own record, as they said on ${showDay(clock.now())}.`,
    'Dr Ada Pomfret-Łuk opened the record of a patient who works here, or seems to, and has written nothing in it in twelve months, nor within two hours after.',
  ])
  expect((await mailsTo(candour, desk.email)).filter(isOfPage)).toEqual([])
  await desk.browser.call(memberRoutes.takeBackOwnRecord, { id })
  expect((await desk.browser.try(memberRoutes.takeBackOwnRecord, { id })).status).toBe(409)
  expect((await pageOf(desk, id)).ownRecord).toBe(null)
  const { entries, changes } = await takenBackBy(candour, manager, desk)
  expect(changes).toMatchObject([{ fields: [{ label: 'Said which record is their own', after: null }] }])
  expect(JSON.stringify([entries, changes])).not.toMatch(new RegExp(`${said.family}|${said.birthDate}|${own.id}`))
})

test('B8 P03 who says a hidden record to be a colleague’s learns by no alert that there is one', async () => {
  const doctor = await colleague(candour, house.admin, 2, 'Cara Finch')
  const hidden = await registerPatient(house.admin, { family: newWord(), birthDate: '1971-02-03' })
  const members = [house.admin.session.member.id, doctor.session.member.id]
  const restricted = { id: hidden.id, members, reason: 'At risk', baseRevision: 0 }
  await house.admin.browser.call(restrictionRoutes.restrict, restricted)
  for (const family of [newWord(), hidden.family]) {
    const said = { family, birthDate: '1971-02-03' }
    await manager.browser.call(memberRoutes.sayOwnRecord, { id: doctor.session.member.id, said })
    const raised = await raisedBy(async () => {
      await open(doctor, hidden)
      await look()
    })
    expect(raised).toEqual([])
  }
})

test('B8 a watched record: set by those who restrict records, kept in the record, seen by the watch and not by the finder', async () => {
  const famous = await registerPatient(house.admin, { family: newWord() })
  const watched = { id: famous.id, watched: true, baseVersion: famous.version }
  expect((await nurse.browser.try(patientRoutes.watch, watched)).status).toBe(403)
  const after = await manager.browser.call(patientRoutes.watch, watched)
  expect([after.watched, after.version]).toEqual([true, famous.version + 1])
  expect((await manager.browser.try(patientRoutes.watch, watched)).status).toBe(409)
  const { family, given, title, birthDate, sex } = famous
  const details = { family, given, title, birthDate, sex, id: famous.id, baseVersion: after.version }
  expect((await manager.browser.call(patientRoutes.amend, details as never)).watched).toBe(true)
  const raised = await raisedBy(async () => {
    await open(nurse, famous)
    await later(3)
  })
  expect(raised.map(({ what }) => what)).toEqual([
    'Dr Ada Pomfret-Łuk opened the record of a patient whose openings are watched, and has written nothing in it in twelve months, nor within two hours after.',
  ])
  const { matches } = await nurse.browser.call(patientRoutes.find, { text: family })
  expect(Object.keys(matches[0]!)).not.toContain('watched')
  const still = await manager.browser.call(patientRoutes.read, { id: famous.id })
  const off = await manager.browser.call(patientRoutes.watch, {
    ...watched,
    watched: false,
    baseVersion: still.version,
  })
  expect(off.watched).toBeUndefined()
})

test('B8 a watched record stays watched through FHIR, whatever whoever may not restrict records leaves out or puts in', async () => {
  const { id, version } = await registerPatient(house.admin, { family: newWord() })
  await manager.browser.call(patientRoutes.watch, { id, watched: true, baseVersion: version })
  const label = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'CEL' }
  const other = { system: label.system, code: 'R' }
  const put = async (by: Person, change: (body: Record<string, unknown>) => object) => {
    const { body, headers } = await by.browser.send('GET', `/fhir/R4/Patient/${id}`)
    const read = { 'content-type': 'application/json', 'if-match': headers.get('etag')! }
    return (await by.browser.send('PUT', `/fhir/R4/Patient/${id}`, JSON.stringify(change(body)), read)).body
  }
  const isWatched = async () => (await manager.browser.call(patientRoutes.read, { id })).watched === true
  const without = await put(nurse, ({ meta: _meta, ...rest }) => ({ ...rest, gender: 'other' }))
  expect([without.gender, without.meta.security, await isWatched()]).toEqual(['other', [label], true])
  const exchanged = await put(nurse, (body) => ({ ...body, meta: { security: [other] } }))
  expect([exchanged.meta.security, await isWatched()]).toEqual([[other, label], true])
  await put(manager, (body) => ({ ...body, meta: { security: [other] } }))
  expect(await isWatched()).toBe(false)
  const added = await put(nurse, (body) => ({ ...body, meta: { security: [label] } }))
  expect([added.meta.security, await isWatched()]).toEqual([undefined, false])
  expect(added.meta.versionId).toBe(String(version + 5))
})

test('P33 P48 where one member was altered by SQL, the others still get their mail', async () => {
  const mails = async () =>
    (await house.owner.rows(`select from candour.mail where kind = 'alert' and practice = $1`, [house.practice])).length
  const flip = () =>
    house.owner.rows(
      'update candour.member set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where member = $1',
      [nurse.session.member.id],
    )
  const before = await mails()
  await signIn(candour, house.admin.email)
  await flip()
  await look()
  await flip()
  expect((await mails()) - before).toBe(1)
})

test('B8 P48 nobody leaves untold what is about themselves, not even the only one who settles', async () => {
  const only = await signUp(candour, 'Only Lane', 'Only Thrale')
  const mine = await registerPatient(only, { family: 'Thrale', given: 'Only', email: only.email })
  await open(only, mine)
  await look()
  const [alert] = await snoopingSeenBy(only)
  expect(alert!.what).toContain('their own record')
  const settle = (quietDays: 365 | null) =>
    only.browser.try(alertRoutes.settle, { id: alert!.id, verdict: 'harmless', note: 'It was me', quietDays })
  expect((await settle(365)).body.error.code).toBe('alert.own_untold')
  expect((await settle(null)).body.isOpen).toBe(false)
})

test('B8 P48 what is left untold stays in the list, however much was raised since', async () => {
  const listed = await snoopingSeenBy(manager)
  const { id } = listed.find(({ isOpen }) => isOpen)!
  const said = { id, note: 'Agreed', verdict: 'harmless', quietDays: 30 } as const
  await manager.browser.call(alertRoutes.settle, said)
  await inside(async (within) => {
    for (let number = 1; number <= 200; number += 1) {
      const facts = { rule: 'new-device', member: null, number, at: number, entries: [], facts: {} } as const
      const sealed = { ...facts, entries: [], at: new Date(number).toISOString(), steps: [] }
      await alerts.insert(within.tx, sealAlert(within, alertId(within, { ...facts, entries: [] }), 1, sealed))
    }
  })
  const { alerts: shown } = await manager.browser.call(alertRoutes.list, {})
  expect([shown.length, shown.at(-1)!.id]).toEqual([201, id])
})
