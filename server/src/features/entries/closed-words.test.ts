/** What an entry says, for those alone whose business it is: whom a case is about reads nothing of it in the activity either. */
import { accessLinkRoutes } from '@candour/contract/access-links.ts'
import { alertRoutes } from '@candour/contract/alerts.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import { holdRoutes } from '@candour/contract/holds.ts'
import { incidentRoutes } from '@candour/contract/incidents.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLink } from '../../../test/access-links.ts'
import type { TestCandour } from '../../../test/candour.ts'
import { decideRisk, openCase } from '../../../test/incidents.ts'
import { colleague, registerPatient, signIn, type Person } from '../../../test/people.ts'
import { buildHouse, type House } from '../../../test/walls/house.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

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

const read = async (verb: string, by: Person) => {
  await candour.settle()
  const [row] = await house.owner.rows<{ number: number }>(
    'select max(number) as number from ledger.entry where practice = $1 and verb = $2',
    [house.practice, verb],
  )
  return by.browser.call(entryRoutes.read, { number: row!.number })
}

const saidOf = async (verb: string, by: Person) => {
  const { reason, facts, changes } = await read(verb, by)
  const isOpen = changes.some(({ state }) => state === 'open')
  return { reason, says: reason !== null || facts.length > 0 || isOpen }
}

const closed = { reason: null, says: false }

const taken = async (by: Person) => {
  const formats = ['csv', 'ndjson', 'fhir'].map(async (format) => {
    const asked = JSON.stringify({ reason: 'For the inspector', format })
    const headers = { 'content-type': 'application/json' }
    return String((await by.browser.send('POST', '/api/entries/export', asked, headers)).body)
  })
  return (await Promise.all(formats)).join('\n')
}

test('P50 P28 whom a case is about reads neither its title, its reasons nor its steps in the activity; nor does who handles none', async () => {
  const opened = await openCase(manager, { title: 'Second Tansy and the drawer', who: second.session.member.id })
  await decideRisk(house.admin, opened, 'none')
  await manager.browser.call(incidentRoutes.addNote, { id: opened.id, at: new Date().toISOString(), text: 'Ask her' })
  const third = await colleague(candour, house.admin, 3, 'Third Alder')
  const asked = { id: third.session.member.id, permission: 'incident.manage', until: null, reason: 'Not hers' } as const
  await house.admin.browser.call(memberRoutes.take, asked as never)
  for (const verb of ['incident.open', 'incident.decide-risk', 'incident.note'])
    for (const by of [second, third]) expect([verb, await saidOf(verb, by)]).toEqual([verb, closed])
  expect((await read('incident.decide-risk', second)).reasonClosed).toBe(true)
  expect(await saidOf('incident.open', house.admin)).toEqual({ reason: 'Second Tansy and the drawer', says: true })
  // One's own words one knows.
  expect(await saidOf('incident.decide-risk', house.admin)).toEqual({ reason: 'As we see it', says: true })
  for (const by of [second, third]) expect(await taken(by)).not.toMatch(/the drawer|As we see it/)
  expect(await taken(house.admin)).toContain('the drawer')
})

test('P48 P28 whom an alert is about reads neither verdict nor note of it in the activity', async () => {
  await signIn(candour, second.email)
  await candour.settle()
  await candour.parts.accessWatch.look(0)
  const [alert] = (await manager.browser.call(alertRoutes.list, {})).alerts
  expect(alert!.who!.name).toBe('Second Tansy')
  const note = 'She was seen at the old computer'
  await manager.browser.call(alertRoutes.settle, { id: alert!.id, verdict: 'harmless', note } as never)
  await manager.browser.call(alertRoutes.reopen, { id: alert!.id, note: 'She was in Leeds' })
  for (const verb of ['alert.settle', 'alert.reopen']) expect(await saidOf(verb, second)).toEqual(closed)
  expect(await saidOf('alert.settle', house.admin)).toEqual({ reason: `harmless: ${note}`, says: true })
  expect(await taken(second)).not.toMatch(/old computer|in Leeds|harmless/)
  expect(await taken(house.admin)).toContain('old computer')
})

test('B2 P28 who is at risk, and why a record is held, is told to those alone who make links and place holds', async () => {
  const { id: patient } = await registerPatient(house.admin)
  const words = 'Her former partner asks at the desk'
  await makeLink(manager, patient, { words, isAnybodyAtRisk: true, hidden: [nurse.session.member.id] })
  const reason = 'She sues the practice'
  await house.admin.browser.call(holdRoutes.place, { kind: 'patient', about: patient, reason })
  await candour.settle()
  const about = await nurse.browser.call(entryRoutes.listAbout, { type: 'Patient', id: patient })
  expect(about.entries.map(({ verb }) => verb)).toEqual(
    expect.arrayContaining(['access-link.make', 'hold.place', 'patient.register']),
  )
  for (const verb of ['access-link.make', 'hold.place'])
    expect([verb, await saidOf(verb, nurse)]).toEqual([verb, closed])
  expect([await saidOf('access-link.make', house.admin), await saidOf('access-link.make', manager)]).toEqual([
    { reason: words, says: true },
    { reason: words, says: true },
  ])
  expect([await saidOf('hold.place', manager), await saidOf('hold.place', house.admin)]).toEqual([
    closed,
    { reason, says: true },
  ])
  expect(await taken(manager)).not.toContain('sues')
  expect(await taken(house.admin)).toContain('sues')
  const { looks } = await manager.browser.call(accessLinkRoutes.preview, { id: patient })
  expect(JSON.stringify(looks)).not.toMatch(/sues|former partner/)
  const other = await colleague(candour, house.admin, 3, 'Fourth Alder')
  const asked = { id: other.session.member.id, permission: 'access.show', until: null, reason: 'Not hers' } as const
  await house.admin.browser.call(memberRoutes.take, asked as never)
  expect(await saidOf('access-link.make', other)).toEqual(closed)
  expect(await taken(other)).not.toContain('former partner')
})
