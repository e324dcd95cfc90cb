import { eventsPath } from '@candour/contract/events.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { memberRoutes, type MemberPage } from '@candour/contract/members.ts'
import { permissions, isGivable, permissionsOf, type Permission } from '@candour/contract/permissions.ts'
import { rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { colleague, password, signUp, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { newWord } from '../../../test/walls/house.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { testClock } from '../../platform/clock.ts'
import { newId } from '../../platform/vault/ids.ts'

const clock = testClock(new Date())
let candour: TestCandour
let owner: Owner
let admin: Person
let manager: Person
let reception: Person
beforeAll(async () => {
  candour = await startQuickCandour({ clock })
  owner = await connectOwner(candour)
  admin = await signUp(candour)
  manager = await colleague(candour, admin, 3, 'Tobias Henlow')
})
beforeEach(async () => {
  reception = await colleague(candour, admin, 1, 'Wren Pomfret')
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const idOf = ({ session }: Person) => session.member.id
const inAnHour = () => new Date(clock.now().getTime() + 3_600_000).toISOString()
const input = (to: Person, permission: Permission, until: string | null = null) => ({
  id: idOf(to),
  permission,
  until,
  reason: 'A locum week',
})
const give = (by: Person, to: Person, permission: Permission, until?: string | null) =>
  by.browser.try(memberRoutes.give, input(to, permission, until))
const take = (by: Person, from: Person, permission: Permission, until?: string | null) =>
  by.browser.try(memberRoutes.take, input(from, permission, until))
const end = (by: Person, of: Person, permission: Permission) =>
  by.browser.try(memberRoutes.endGrant, { id: idOf(of), permission, reason: 'It is over' })
const activity = async ({ browser }: Person) => (await browser.send('GET', '/api/entries')).status
const pageOf = (person: Person, by = admin): Promise<MemberPage> =>
  by.browser.call(memberRoutes.read, { id: idOf(person) })

test('P03 what is given opens at the next request of the open session, and closes when it is ended', async () => {
  expect(await activity(reception)).toBe(403)
  expect((await give(manager, reception, 'entry.read')).status).toBe(200)
  expect(await activity(reception)).toBe(200)
  expect((await reception.browser.call(sessionRoutes.read, {})).can).toContain('entry.read')
  expect((await end(manager, reception, 'entry.read')).status).toBe(200)
  expect(await activity(reception)).toBe(403)
  expect(codeOf(await end(manager, reception, 'entry.read'))).toBe('member.grant_not_found')
})

test('P03 what was given until a time closes at that time, in the session that is open', async () => {
  await give(admin, reception, 'entry.read', inAnHour())
  clock.advance(3_599_000)
  expect(await activity(reception)).toBe(200)
  clock.advance(1_000)
  expect(await activity(reception)).toBe(403)
  expect((await pageOf(reception)).grants).toMatchObject([{ permission: 'entry.read', isOver: true }])
  expect(codeOf(await give(admin, reception, 'entry.read', clock.now().toISOString()))).toBe('member.grant_over')
})

test('P03 what is withdrawn closes at the next request, and comes back at its end', async () => {
  const find = () => reception.browser.send('GET', '/api/members')
  await take(manager, reception, 'member.read', inAnHour())
  expect((await find()).status).toBe(403)
  clock.advance(3_600_000)
  expect((await find()).status).toBe(200)
})

test('P02 nobody gives what they may not do themselves, or brings it back', async () => {
  expect(codeOf(await give(manager, reception, 'transfer.manage'))).toBe('member.beyond_own')
  const other = await colleague(candour, admin, 3, 'Cerys Uldale')
  await take(admin, manager, 'record.export')
  await take(admin, other, 'record.export')
  expect(codeOf(await end(manager, other, 'record.export'))).toBe('member.beyond_own')
  expect(codeOf(await give(manager, reception, 'record.export'))).toBe('member.beyond_own')
  await end(admin, manager, 'record.export')
  expect(codeOf(await end(manager, other, 'record.export'))).toBe('no error')
})

test('P02 what was given to somebody they do not give on, not even to the end that it has for them', async () => {
  const other = await colleague(candour, admin, 3, 'Cerys Uldale')
  expect(codeOf(await give(admin, other, 'transfer.manage', inAnHour()))).toBe('no error')
  expect(codeOf(await give(other, reception, 'transfer.manage'))).toBe('member.beyond_own')
  expect(codeOf(await give(other, reception, 'transfer.manage', inAnHour()))).toBe('member.beyond_own')
  // Nor by way of the permission to give: what the own level says is as far as it goes.
  const nurse = await colleague(candour, admin, 2, 'Nurse Vale')
  expect(codeOf(await give(admin, nurse, 'member.change'))).toBe('no error')
  expect(codeOf(await give(nurse, reception, 'member.change'))).toBe('member.beyond_own')
  expect(codeOf(await give(nurse, reception, 'note.read'))).toBe('no error')
})

test('P02 nobody changes their own, those of somebody above them, of somebody outside, or without the permission', async () => {
  expect(codeOf(await give(manager, manager, 'rules.change'))).toBe('member.own_access')
  expect(codeOf(await take(admin, admin, 'record.export'))).toBe('member.own_access')
  expect(codeOf(await take(manager, admin, 'record.export'))).toBe('member.above_own_level')
  expect(codeOf(await give(reception, manager, 'rules.change'))).toBe('access.refused')
  const stranger = await signUp(candour)
  expect(codeOf(await give(stranger, reception, 'note.read'))).toBe('member.not_found')
  expect(codeOf(await reception.browser.try(memberRoutes.read, { id: idOf(manager) }))).toBe('access.refused')
  expect((await pageOf(reception, reception)).allowed).toEqual(permissionsOf(1))
})

test('an administrator keeps what is essential, also when it was taken from them as somebody else', async () => {
  const second = await colleague(candour, admin, 4, 'Ada Winterbourne')
  expect(codeOf(await take(admin, second, 'member.change'))).toBe('member.essential')
  expect(codeOf(await take(admin, second, 'rules.change'))).toBe('member.essential')
  await take(admin, manager, 'member.change')
  expect(codeOf(await give(manager, reception, 'note.read'))).toBe('access.refused')
  await admin.browser.call(memberRoutes.changeLevel, { id: idOf(manager), level: 4, reason: 'x' })
  expect(codeOf(await give(manager, reception, 'note.read'))).toBe('no error')
  await admin.browser.call(memberRoutes.changeLevel, { id: idOf(manager), level: 3, reason: 'x' })
  expect(codeOf(await give(manager, reception, 'file.read'))).toBe('access.refused')
  await end(admin, manager, 'member.change')
})

test('what the level says by itself is neither given nor taken, and nothing is given to who has no access', async () => {
  expect(codeOf(await give(admin, reception, 'patient.read'))).toBe('member.grant_needless')
  expect(codeOf(await take(admin, reception, 'note.read'))).toBe('member.grant_needless')
  await admin.browser.call(memberRoutes.changeLevel, { id: idOf(reception), level: 0, reason: 'x' })
  expect(codeOf(await give(admin, reception, 'note.read'))).toBe('member.no_access')
})

test('a change of level keeps what was given and taken; to lose all access loses it for good', async () => {
  const level = (next: 0 | 1 | 2, reason = 'x') =>
    admin.browser.call(memberRoutes.changeLevel, { id: idOf(reception), level: next, reason })
  await give(admin, reception, 'entry.read')
  await take(admin, reception, 'file.add')
  await level(2)
  const { allowed } = await pageOf(reception)
  expect([allowed.includes('entry.read'), allowed.includes('file.add')]).toEqual([true, false])
  await level(0)
  expect(await pageOf(reception)).toMatchObject({ allowed: [], grants: [] })
  await level(1, 'Came back')
  expect((await pageOf(reception)).allowed).toEqual(permissionsOf(1))
})

test('P05 what was given to a colleague, or taken, is shown to nobody who may not change members', async () => {
  const nurse = await colleague(candour, admin, 2, 'Nurse Vale')
  await give(admin, reception, 'note.read')
  await take(admin, reception, 'file.add')
  const read = (by: Person, of: Person) => by.browser.try(memberRoutes.read, { id: idOf(of) })
  expect(codeOf(await read(nurse, reception))).toBe('access.refused')
  const deviationsFor = async (by: Person) =>
    (await by.browser.call(memberRoutes.list, {})).members.find(({ id }) => id === idOf(reception))!.deviations
  expect([await deviationsFor(nurse), await deviationsFor(reception), await deviationsFor(manager)]).toEqual([0, 2, 2])
  const seen = JSON.stringify((await nurse.browser.call(memberRoutes.list, {})).members)
  expect(seen).not.toMatch(/note\.read|file\.add|A locum week/)
  expect(codeOf(await read(reception, reception))).toBe('no error')
})

test('P28 the page says who gave what, when and why, before and after, from the ledger', async () => {
  await give(manager, reception, 'note.read', inAnHour())
  await take(admin, reception, 'file.add')
  await candour.settle()
  const { history, grants, member } = await pageOf(reception)
  expect(history.slice(0, 2)).toMatchObject([
    {
      by: { name: admin.session.member.name },
      what: 'Withdrawn from what the level includes',
      details: ['Add files to a record', 'Before: as the level says. After: withdrawn.'],
      reason: 'A locum week',
    },
    { by: { name: 'Tobias Henlow' }, what: 'Given, beyond the level' },
  ])
  expect(history[1]!.details[1]).toMatch(
    /^Before: as the level says\. After: given until \d\d-\w{3}-\d{4} \d\d:\d\d\.$/,
  )
  expect(history.slice(2).map(({ what, by }) => [what, by.name])).toEqual([
    ['Approved', admin.session.member.name],
    ['Accepted the invitation', 'Wren Pomfret'],
    ['Invited', admin.session.member.name],
  ])
  expect(grants.map(({ permission, by, given }) => [permission, by, given])).toContainEqual([
    'note.read',
    'Tobias Henlow',
    true,
  ])
  expect(member.deviations).toBe(2)
})

test('the member is told by mail, without the reason', async () => {
  await give(manager, reception, 'note.read', inAnHour())
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  const mail = mails.find(({ to }) => to.address === reception.email)!
  expect(mail.text).toMatch(/To read notes: this is given to you beyond your level, until/)
  expect(mail.text).not.toContain('A locum week')
})

test('P03 the mail names the location at which alone it holds', async () => {
  const { rules, revision } = await admin.browser.call(rulesRoutes.read, {})
  const loopback = { id: newId(), name: 'Mill Road', addresses: [{ name: 'Here', range: '127.0.0.0/8' }] }
  const reason = 'We work at two places'
  await admin.browser.call(rulesRoutes.change, {
    rules: { ...rules, locations: [loopback] },
    baseRevision: revision,
    reason,
  })
  const asked = { ...input(reception, 'note.read'), location: loopback.id }
  await manager.browser.call(memberRoutes.give, asked)
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  const mail = mails.find(({ to }) => to.address === reception.email)
  expect(mail?.text).toContain('at Mill Road')
})

test('who can do what lists everybody with access and what differs, for those who change members', async () => {
  await give(admin, reception, 'note.read')
  const { members } = await manager.browser.call(memberRoutes.listAccess, {})
  const own = members.find(({ id }) => id === idOf(reception))!
  expect(own.grants).toEqual([{ permission: 'note.read', given: true, until: null, location: null }])
  expect(own.allowed).toContain('note.read')
  expect(codeOf(await reception.browser.try(memberRoutes.listAccess, {}))).toBe('access.refused')
})

test('forty changes at once: none is lost, and each stands in the ledger', async () => {
  const beyond = permissions.filter((one) => !permissionsOf(1).includes(one) && isGivable(1, one))
  const asked = Array.from({ length: 40 }, (_, place) => beyond[place % beyond.length]!)
  const came = await Promise.all(asked.map((permission) => give(admin, reception, permission)))
  expect(came.map(({ status }) => status)).toEqual(asked.map(() => 200))
  await candour.settle()
  const { allowed, history, grants } = await pageOf(reception)
  expect(new Set(allowed)).toEqual(new Set([...permissionsOf(1), ...beyond]))
  expect(grants).toHaveLength(beyond.length)
  expect(history.filter(({ what }) => what.startsWith('Given'))).toHaveLength(40)
})

test('requests on their way while their sender loses the right change nothing once it is lost', async () => {
  const rogue = await colleague(candour, admin, 3, 'Otto Fenwick')
  const back = { id: idOf(rogue), level: 3, reason: 'back' } as const
  const lowered = admin.browser.call(memberRoutes.changeLevel, { id: idOf(rogue), level: 1, reason: 'x' })
  const tries = Array.from({ length: 40 }, () => rogue.browser.try(memberRoutes.changeLevel, back))
  await lowered
  const codes = new Set((await Promise.all(tries)).map(codeOf))
  codes.delete('member.level_same')
  codes.delete('access.refused')
  expect([...codes]).toEqual([])
  expect((await pageOf(rogue)).member.level).toBe(1)
})

test('P33 a grant is in the seal alone: nobody writes one, brings one back or prolongs one in the database', async () => {
  const columns = 'level, state, account, revision, sealed'
  const member = idOf(reception)
  await give(admin, reception, 'entry.read')
  await owner.rows(`create temp table granted as select * from candour.member where member = $1`, [member])
  await end(admin, reception, 'entry.read')
  expect(await activity(reception)).toBe(403)
  await owner.rows(`create temp table now_kept as select * from candour.member where member = $1`, [member])
  await owner.rows(`update candour.member set (${columns}) = (select ${columns} from granted) where member = $1`, [
    member,
  ])
  expect(codeOf(await reception.browser.send('GET', '/api/entries'))).toBe('record.altered')
  expect(codeOf(await give(admin, reception, 'note.read'))).toBe('record.altered')
  await owner.rows(`update candour.member set (${columns}) = (select ${columns} from now_kept) where member = $1`, [
    member,
  ])
  expect(await activity(reception)).toBe(403)
  await owner.rows('drop table granted, now_kept')
})

test('an open stream hears that its member was changed', async () => {
  const stop = new AbortController()
  const { body } = await fetch(candour.address + eventsPath, {
    headers: { cookie: reception.browser.cookie! },
    signal: stop.signal,
  })
  let text = ''
  const reading = (async () => {
    for await (const part of body!.pipeThrough(new TextDecoderStream())) text += part
  })().catch(() => undefined)
  await expect.poll(() => text, { timeout: 10_000 }).toContain('id: ')
  await give(admin, reception, 'entry.read')
  await expect.poll(() => text, { timeout: 10_000 }).toContain(idOf(reception))
  stop.abort()
  await reading
})

test('a second invitation of the same person keeps nobody’s grants, and gives none', async () => {
  const email = `${newWord()}@example.org`
  const asked = { name: 'New Person', role: 'Nurse', email, level: 1 } as const
  const { member } = await admin.browser.call(memberRoutes.invite, asked)
  const { link } = await admin.browser.call(memberRoutes.inviteAgain, { id: member.id })
  await candour.visitor().call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password })
  await admin.browser.call(memberRoutes.approve, { id: member.id })
  expect(await admin.browser.call(memberRoutes.read, { id: member.id })).toMatchObject({
    grants: [],
    allowed: permissionsOf(1),
  })
})
