import { alertRoutes, type Alert } from '@candour/contract/alerts.ts'
import { chartRoute } from '@candour/contract/charts.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { restrictionRoutes } from '@candour/contract/restrictions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, registerPatient, signIn, signUp, type Person } from '../../../test/people.ts'
import { buildHouse, newWord, type House } from '../../../test/walls/house.ts'
import { inPractice } from '../../../test/walls/practice-keys.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { createDirectory } from '../directory/directory.ts'
import { watchAccess } from './watch-access.ts'

const clock = testClock(new Date())
let candour: TestCandour
let house: House
let manager: Person
let second: Person
let nurse: Person
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  house = await buildHouse(candour, 'Larch')
  manager = await colleague(candour, house.admin, 3, 'Manager Quill')
  second = await colleague(candour, house.admin, 4, 'Second Tansy')
  nurse = await colleague(candour, house.admin, 2, 'Nurse Pomfret')
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const look = async () => {
  await candour.settle()
  return candour.parts.accessWatch.look(0)
}
const listOf = async (by: Person) => by.browser.call(alertRoutes.list, {})
const alertsOf = async (by: Person) => (await listOf(by)).alerts
const noticesOf = async (by: Person) => (await by.browser.call(noticeRoutes.list, {})).notices
const codeOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => /"code":"([^"]+)"/.exec(error.message)?.[1] ?? error.message,
  )
const settle = (by: Person, id: string) =>
  by.browser.call(alertRoutes.settle, { id, verdict: 'harmless', note: 'A new computer, seen with her' })

/** `whose` account is used at a browser that nobody knows; answers the alert that it raised. */
async function strangeSignIn(whose: Person, seenBy: Person): Promise<Alert> {
  const before = new Set((await alertsOf(seenBy)).map(({ id }) => id))
  await signIn(candour, whose.email)
  await look()
  const raised = (await alertsOf(seenBy)).filter(({ id }) => !before.has(id))
  expect(raised).toHaveLength(1)
  return raised[0]!
}

test('P19 P48 an administrator at a new device raises an alert that explains itself, to level 3 and 4, and not to themselves', async () => {
  const mails = await sql<{ count: number }>(
    `select count(*)::int as count from candour.mail where kind = 'alert' and practice = $1`,
    house.practice,
  )
  const alert = await strangeSignIn(second, manager)
  expect(alert).toMatchObject({
    rule: 'new-device',
    isOpen: true,
    steps: [],
    can: ['settle'],
    who: { name: 'Second Tansy' },
  })
  expect(alert.what).toBe(
    'Second Tansy, who is an administrator, signed in at a device that they had never used, from the practice’s own network.',
  )
  expect((await alertsOf(house.admin)).map(({ id }) => id)).toContain(alert.id)
  expect((await alertsOf(second)).map(({ id }) => id)).not.toContain(alert.id)
  const told = (person: Person) => noticesOf(person).then((all) => all.filter(({ id }) => id === alert.id).length)
  expect(await Promise.all([house.admin, manager, second, nurse].map(told))).toEqual([1, 1, 0, 0])
  const after = await sql<{ count: number }>(
    `select count(*)::int as count from candour.mail where kind = 'alert' and practice = $1`,
    house.practice,
  )
  // One to each of the two others.
  expect(after[0]!.count - mails[0]!.count).toBe(2)
  const { entries } = await manager.browser.call(alertRoutes.read, { id: alert.id })
  expect(entries.map(({ verb, who }) => [verb, who.name])).toEqual([['session.sign-in', 'Second Tansy']])
})

test('P48 whoever it is about can neither read it, settle it, nor put its notice away; who is alone sees their own', async () => {
  const { id } = await strangeSignIn(second, manager)
  expect(await codeOf(second.browser.call(alertRoutes.read, { id }))).toBe('alert.not_found')
  expect(await codeOf(settle(second, id))).toBe('alert.not_found')
  expect(await codeOf(second.browser.call(noticeRoutes.dismiss, { id }))).toBe('notice.not_found')
  expect(await codeOf(settle(nurse, id))).toBe('access.refused')
  const only = await signUp(candour, 'Only Lane', 'Only Thrale')
  await signIn(candour, only.email)
  await look()
  const [own] = await alertsOf(only)
  expect(own).toMatchObject({ rule: 'new-device', who: { name: 'Only Thrale' } })
  expect(await noticesOf(only)).toHaveLength(1)
  expect((await settle(only, own!.id)).isOpen).toBe(false)
  // Now somebody else is there.
  await colleague(candour, only, 3)
  expect(await alertsOf(only)).toEqual([])
})

test('P48 P27 it is settled with a note, by name and time, its notice goes, and it can be opened again; all of it stays', async () => {
  const { id } = await strangeSignIn(second, manager)
  const settled = await settle(manager, id)
  expect(settled).toMatchObject({ isOpen: false, can: ['reopen'] })
  expect(settled.steps).toMatchObject([
    { what: 'settled', verdict: 'harmless', note: 'A new computer, seen with her', by: { name: 'Manager Quill' } },
  ])
  expect((await noticesOf(manager)).map((one) => one.id)).not.toContain(id)
  expect(await codeOf(settle(house.admin, id))).toBe('alert.settled')
  const again = await house.admin.browser.call(alertRoutes.reopen, { id, note: 'It was not hers after all' })
  expect([again.isOpen, again.steps.length]).toEqual([true, 2])
  expect(await codeOf(house.admin.browser.call(alertRoutes.reopen, { id, note: 'Twice' }))).toBe('alert.open')
  await settle(house.admin, id)
  expect((await alertsOf(manager)).find((one) => one.id === id)!.steps).toHaveLength(3)
})

test('P48 of forty who settle at the same time one does, and of another practice’s alerts nothing is seen', async () => {
  const { id } = await strangeSignIn(second, manager)
  const came = await Promise.all(Array.from({ length: 40 }, () => codeOf(settle(manager, id))))
  expect(came.filter((one) => one === 'done')).toHaveLength(1)
  expect(came.every((one) => ['done', 'alert.settled', 'record.changed_meanwhile'].includes(one))).toBe(true)
  const other = await signUp(candour, 'Other Lane', 'Other Thrale')
  expect(await alertsOf(other)).toEqual([])
  for (const call of [alertRoutes.read, alertRoutes.settle] as const)
    expect(await codeOf(other.browser.call(call, { id, verdict: 'harmless', note: 'x' } as never))).toMatch(
      /alert.not_found|input.invalid/,
    )
  expect(await codeOf(settle(other, id))).toBe('alert.not_found')
})

test('P48 what is raised is raised once: by two who look at the same time, and when everything is looked through again', async () => {
  await signIn(candour, second.email)
  await candour.settle()
  const before = (await alertsOf(manager)).length
  const watch = candour.parts.accessWatch
  await Promise.all([watch.look(0), watch.look(0), watch.look(0)])
  expect((await alertsOf(manager)).length).toBe(before + 1)
  await sql('delete from ledger.watch where practice = $1', house.practice)
  await look()
  expect((await alertsOf(manager)).length).toBe(before + 1)
  // That it was taken away is told of.
  expect((await noticesOf(manager)).map(({ heading }) => heading)).toContain('Something was altered outside Candour')
  const [row] = await sql<{ number: number; size: number }>(
    'select number, size from ledger.watch join ledger.head using (practice) where practice = $1',
    house.practice,
  )
  expect(row!.size - row!.number).toBeLessThan(6)
})

test('P48 a look that dies before its commit has done nothing, and the next one does it', async () => {
  await signIn(candour, second.email)
  await candour.settle()
  const before = (await alertsOf(manager)).length
  const state = () =>
    sql<{ number: number; marks: number }>(
      `select number, (select count(*)::int from ledger.mark k where k.practice = w.practice and type = 'Alert') as marks from ledger.watch w where practice = $1`,
      house.practice,
    )
  const [then] = await state()
  const { database, vault, keysOf } = candour.parts
  const dying = watchAccess(
    {
      jobs: database.jobs,
      log: { error: () => undefined } as never,
      publicOrigin: 'http://localhost:3000',
      directory: createDirectory({ budget: 1e6, mend: () => undefined }),
      work: (practice, _job, act) =>
        database.inPractice(practice, async (tx) => {
          tx.asker = { kind: 'candour' }
          await act({ tx, vault, keys: await keysOf(tx), now: clock.now() })
          throw new Error('killed')
        }),
    },
    false,
  )
  await dying.look(0)
  expect(await state()).toEqual([then])
  await look()
  expect((await alertsOf(manager)).length).toBe(before + 1)
})

test('P33 P48 an alert that was altered, put to settled, taken away or rolled back by SQL is named, and closes no other', async () => {
  const ids: string[] = []
  for (let one = 0; one < 4; one++) ids.push((await strangeSignIn(second, manager)).id)
  const [flipped, closed, gone, back] = ids as [string, string, string, string]
  const [old] = await sql<{ sealed: Buffer }>('select sealed from candour.alert where alert = $1', back)
  await settle(manager, back)
  await sql(
    `update candour.alert set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where alert = $1`,
    flipped,
  )
  await sql(`update candour.alert set state = 'settled' where alert = $1`, closed)
  await sql('delete from candour.alert where alert = $1', gone)
  await sql(`update candour.alert set sealed = $2, revision = 1, state = 'open' where alert = $1`, back, old!.sealed)
  const { alerts, altered } = await listOf(manager)
  expect(altered.toSorted()).toEqual(ids.toSorted())
  expect(alerts.length).toBeGreaterThan(3)
  for (const id of ids) expect(await codeOf(settle(manager, id))).toBe('record.altered')
  expect((await noticesOf(house.admin)).some(({ heading }) => /altered outside Candour/.test(heading))).toBe(true)
  // What was taken away does not come back as if nothing had been.
  await sql('delete from ledger.watch where practice = $1', house.practice)
  await look()
  expect((await listOf(manager)).altered).toContain(gone)
})

test('P33 P48 an entry that was altered or taken away is told of, and what comes after is still looked at', async () => {
  await sql(`update candour.notice set dismissed_at = now() where practice = $1`, house.practice)
  await candour.settle()
  await look()
  await signIn(candour, nurse.email)
  await candour.settle()
  const [last] = await sql<{ number: number }>(
    'select max(number)::int as number from ledger.entry where practice = $1',
    house.practice,
  )
  await sql(
    `update ledger.entry set verb = 'session.sign-out' where practice = $1 and number = $2`,
    house.practice,
    last!.number,
  )
  await strangeSignIn(second, manager)
  const altered = async () =>
    (await noticesOf(manager)).filter(({ heading }) => heading === 'Something was altered outside Candour').length
  expect(await altered()).toBe(1)
  await signIn(candour, nurse.email)
  await candour.settle()
  await sql(
    `delete from ledger.entry where practice = $1 and number = (select max(number) - 1 from ledger.entry where practice = $1)`,
    house.practice,
  )
  await strangeSignIn(second, manager)
  expect(await altered()).toBe(2)
})

test('P33 P48 a member who was altered by SQL stops no alert', async () => {
  await signIn(candour, second.email)
  await candour.settle()
  const count = async () => {
    const rows = await sql('select from candour.alert where practice = $1', house.practice)
    return rows.length
  }
  const before = await count()
  const flip = () =>
    sql(
      'update candour.member set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where member = $1',
      nurse.session.member.id,
    )
  await flip()
  await look()
  expect(await count()).toBe(before + 1)
  await flip()
  expect(await codeOf(listOf(manager))).toBe('done')
})

test('P03 P48 who is restricted is not named by an alert to those who may not open the record', async () => {
  const family = newWord()
  const { id: patient } = await registerPatient(house.admin, { family })
  await house.admin.browser.call(restrictionRoutes.restrict, {
    id: patient,
    members: [house.admin.session.member.id, nurse.session.member.id],
    reason: 'At risk',
    baseRevision: 0,
  })
  await nurse.browser.call(chartRoute, { id: patient })
  await candour.settle()
  const [entry] = await sql<{ number: number; at: Date }>(
    `select number::int, at from ledger.entry where practice = $1 and verb = 'patient.chart' order by number desc limit 1`,
    house.practice,
  )
  const { raiseAlert } = await import('./raise-alert.ts')
  const found = {
    rule: 'unusual-hours',
    member: nurse.session.member.id,
    number: entry!.number,
    at: entry!.at.getTime(),
    entries: [entry!.number],
    facts: { kind: 'habit', days: 12, time: '03:10', weekday: 'Tuesday' },
  } as const
  await inPractice(candour, house.practice, (inside) =>
    raiseAlert({ ...inside, now: clock.now() }, { ...found, entries: [...found.entries] }, ''),
  )
  const raised = (await alertsOf(manager)).find(({ rule }) => rule === 'unusual-hours')!
  expect(raised.what).toBe('Nurse Pomfret opened a record on Tuesday at 03:10.')
  const seenBy = async (person: Person) => person.browser.call(alertRoutes.read, { id: raised.id })
  expect((await seenBy(house.admin)).entries[0]!.patient).toMatchObject({ id: patient, family })
  const hidden = await seenBy(manager)
  expect(hidden.entries[0]).toMatchObject({ patient: null, what: 'Opened the chart of a patient' })
  expect(JSON.stringify([hidden, await noticesOf(manager)])).not.toMatch(new RegExp(`${patient}|${family}`))
})

test('P03 P48 alerts are for level 3 and 4, and for whom it was given to; the grant is taken, and they are closed', async () => {
  expect(await Promise.all([house.admin, manager, second, nurse].map((one) => codeOf(listOf(one))))).toEqual([
    'done',
    'done',
    'done',
    'access.refused',
  ])
  const given = { id: nurse.session.member.id, permission: 'alert.review', reason: 'Deputy', until: null } as const
  await house.admin.browser.call(memberRoutes.give, given as never)
  expect(await codeOf(listOf(nurse))).toBe('done')
})

test('P19 tries at passwords are told of', async () => {
  const whose = await colleague(candour, house.admin, 2, 'Tried Sorrel')
  for (let one = 0; one < 10; one++)
    await candour.visitor().try(sessionRoutes.signIn, { email: whose.email, password: 'not this one' })
  await look()
  const found = (await alertsOf(manager)).filter(({ who }) => who?.name === 'Tried Sorrel')
  expect(found.map(({ rule, what }) => [rule, what])).toEqual([
    [
      'many-failures',
      'A wrong password was given 10 times within five minutes for Tried Sorrel, the last time from the practice’s own network. Nobody came in by these tries.',
    ],
  ])
})

test('P48 whoever settles alerts at one location alone counts as the other, and is told', async () => {
  const hers = await signUp(candour, 'Fir Lane', 'Fir Thrale')
  const other = await colleague(candour, hers, 3, 'Manager Fir')
  const { rules, revision } = await hers.browser.call(rulesRoutes.read, {})
  const street = 'b0000000-0000-4000-8000-00000000f1f1'
  const locations = [{ id: street, name: 'High Street', addresses: [{ range: '203.0.113.0/24', name: 'Line' }] }]
  await hers.browser.call(rulesRoutes.change, { rules: { ...rules, locations }, baseRevision: revision, reason: 'x' })
  const about = { id: other.session.member.id, permission: 'alert.review', reason: 'There alone', until: null } as const
  await hers.browser.call(memberRoutes.take, { ...about, location: null } as never)
  await hers.browser.call(memberRoutes.give, { ...about, location: street } as never)
  expect(await codeOf(listOf(other))).toBe('access.refused')
  await signIn(candour, hers.email)
  await look()
  expect(await alertsOf(hers)).toEqual([])
  const [raised] = await sql<{ alert: string }>(
    'select alert from candour.alert where practice = $1',
    hers.session.practice.id,
  )
  expect(await codeOf(settle(hers, raised!.alert))).toBe('alert.not_found')
  expect((await noticesOf(hers)).map(({ id }) => id)).not.toContain(raised!.alert)
  const mails = await sql(`select from candour.mail where kind = 'alert' and practice = $1`, hers.session.practice.id)
  expect(mails).toHaveLength(1)
})
