import { entryRoutes } from '@candour/contract/entries.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { mailsTo, tokenIn } from '../../../test/mails.ts'
import { colleague, enrolApp, password, signIn, signUp, ticketOf, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let database: Owner
let owner: Person
beforeAll(async () => {
  candour = await startQuickCandour()
  database = await connectOwner(candour)
  owner = await signUp(candour, 'Wych Surgery', 'Imogen Thrale')
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

// All come from one address.
beforeEach(() => database.rows('delete from gate.throttle'))

const another = 'gravel tunnel opera fig'
const ask = (email: string) => candour.visitor().try(passwordRoutes.askReset, { email })
const reset = (token: string, given = another) =>
  candour.visitor().try(passwordRoutes.reset, { token, password: given })
const trySignIn = (email: string, given: string) =>
  candour.visitor().try(sessionRoutes.signIn, { email, password: given })
const subject = /Set a new/

async function linkOf(person: Person): Promise<string> {
  await ask(person.email)
  return tokenIn(candour, person.email, subject)
}

test('P17 a forgotten password is replaced by a link in a mail: sessions end, it is told and entered, nothing opens by it', async () => {
  const nurse = await colleague(candour, owner, 2)
  const token = await linkOf(nurse)
  const shown = await candour.visitor().call(passwordRoutes.readReset, { token })
  expect(shown).toEqual({
    name: 'Nkem Adeyfield',
    email: nurse.email,
    own: ['Nkem Adeyfield', nurse.email, 'Wych Surgery'],
    least: 15,
    mix: false,
  })
  const done = await reset(token)
  expect([done.status, done.body, done.headers.getSetCookie()]).toEqual([200, {}, []])
  expect(codeOf(await nurse.browser.try(sessionRoutes.read, {}))).toBe('session.ended')
  expect(codeOf(await trySignIn(nurse.email, password))).toBe('session.sign_in_failed')
  expect((await signIn(candour, nurse.email, another)).session.account.email).toBe(nurse.email)
  const subjects = (await mailsTo(candour, nurse.email)).map((mail) => mail.subject)
  expect(subjects).toContain('Your Candour password was changed')
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, { member: nurse.session.member.id })
  expect(entries.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'Asked for a link to set a new password',
      'Opened the link to set a new password',
      'Set a new password by a link in a mail',
    ]),
  )
})

test('P17 P12 where there is a second factor, the link alone never opens a session: it is asked for as always', async () => {
  const nurse = await colleague(candour, owner, 2)
  await enrolApp(nurse)
  const token = await linkOf(nurse)
  expect(await candour.visitor().call(passwordRoutes.readReset, { token })).toMatchObject({ least: 12 })
  const before = await ticketOf(candour, nurse)
  expect((await reset(token, '7877GH+-bvcx89')).status).toBe(200)
  const came = await trySignIn(nurse.email, '7877GH+-bvcx89')
  expect([came.body.outcome, came.headers.getSetCookie()]).toEqual(['factor-needed', []])
  const half = await candour
    .visitor()
    .try(sessionRoutes.proveFactor, { ticket: before, proof: { by: 'totp', code: '123456' } })
  expect(codeOf(half), 'a second step that the old password began').toBe('session.ticket_invalid')
})

test('P17 a link works once, of forty at the same time for one of them', async () => {
  const nurse = await colleague(candour, owner, 2)
  const token = await linkOf(nurse)
  const answers = await Promise.all(Array.from({ length: 40 }, () => reset(token)))
  const codes = answers.map((answer) => (answer.status === 200 ? 'set' : codeOf(answer)))
  expect(codes.filter((code) => code === 'set')).toHaveLength(1)
  expect(codes.filter((code) => code === 'link.invalid')).toHaveLength(39)
  expect((await trySignIn(nurse.email, another)).status).toBe(200)
  expect((await mailsTo(candour, nurse.email)).filter((mail) => /was changed/.test(mail.subject))).toHaveLength(1)
  expect(codeOf(await reset(token))).toBe('link.invalid')
  expect(codeOf(await candour.visitor().try(passwordRoutes.readReset, { token }))).toBe('link.invalid')
})

test('P17 a link is over after ten minutes, after the password was changed, and opens nobody else’s account', async () => {
  const nurse = await colleague(candour, owner, 2)
  const late = await linkOf(nurse)
  await database.rows("update gate.ticket set expires_at = now() - interval '1 second' where purpose = 'reset'")
  expect(codeOf(await reset(late))).toBe('link.invalid')
  await database.rows("delete from gate.ticket where purpose = 'reset'")

  const changed = await linkOf(nurse)
  const { browser } = await signIn(candour, nurse.email)
  await browser.call(passwordRoutes.change, { current: password, password: another })
  expect(codeOf(await reset(changed))).toBe('link.invalid')

  const other = await colleague(candour, owner, 2)
  const theirs = await linkOf(other)
  await linkOf(await colleague(candour, owner, 2))
  const [mine] = await database.rows<{ ticket: string }>(
    "select ticket from gate.ticket where purpose = 'reset' and account = $1",
    [other.session.account.id],
  )
  // Somebody who writes to the database points their own link at another account.
  await database.rows('update gate.ticket set account = $1 where ticket = $2', [owner.session.account.id, mine!.ticket])
  expect((await reset(theirs)).status).toBe(500)
  expect((await trySignIn(owner.email, another)).status).toBe(401)
})

test('P17 a link that comes back with an older row of tickets opens nothing once the password was changed', async () => {
  const nurse = await colleague(candour, owner, 2)
  const token = await linkOf(nurse)
  await database.rows('create table public.kept as select * from gate.ticket')
  await nurse.browser.call(passwordRoutes.change, { current: password, password: another })
  await database.rows('insert into gate.ticket select * from public.kept on conflict do nothing')
  await database.rows('drop table public.kept')
  expect(codeOf(await reset(token, 'opera fig gravel tunnel'))).toBe('link.invalid')
})

test('P18 P17 what the rules refuse is refused by the link too, with the reason, and the link goes on', async () => {
  const nurse = await colleague(candour, owner, 2)
  const token = await linkOf(nurse)
  for (const [given, why] of [
    ['11Mother22', /more characters/],
    ['Wych Surgery 2026', /guess about you/],
    ['manchesterunited', /stolen/],
  ] as const) {
    const refused = await reset(token, given)
    expect([refused.status, codeOf(refused)]).toEqual([400, 'password.refused'])
    expect(refused.body.error.fields).toEqual([{ path: 'password', message: expect.stringMatching(why) }])
  }
  expect((await reset(token)).status).toBe(200)
})

test('P17 asking for a link says nothing: the same answer for everybody, and at most one mail in five minutes', async () => {
  const nurse = await colleague(candour, owner, 2)
  const answers = await Promise.all([
    ...Array.from({ length: 3 }, () => ask(nurse.email)),
    ...Array.from({ length: 3 }, () => ask('nobody.at.all@example.org')),
  ])
  for (const { status, body, headers } of answers) expect([status, body, headers.getSetCookie()]).toEqual([200, {}, []])
  expect((await mailsTo(candour, nurse.email)).filter((mail) => subject.test(mail.subject))).toHaveLength(1)
  expect(await mailsTo(candour, 'nobody.at.all@example.org')).toEqual([])
})

test('links are of the address that Candour was given, whatever host somebody asks it by', async () => {
  const nurse = await colleague(candour, owner, 2)
  await candour.visitor().send('POST', '/api/passwords/reset-link', JSON.stringify({ email: nurse.email }), {
    'content-type': 'application/json',
    'x-forwarded-host': 'evil.example',
    host: 'evil.example',
    forwarded: 'host=evil.example',
  })
  const [mail] = await mailsTo(candour, nurse.email)
  expect(mail!.action!.url).toMatch(/^http:\/\/localhost:3000\/reset#[\w-]{43}$/)
  expect(mail!.text).not.toContain('evil')
})

test('P19 the own password is changed by whoever gives the old one; other sessions end, and each practice has it', async () => {
  const nurse = await colleague(candour, owner, 2)
  const elsewhere = await signIn(candour, nurse.email)
  const change = (current: string, given: string) =>
    nurse.browser.try(passwordRoutes.change, { current, password: given })
  expect(codeOf(await change('not my password at all', another))).toBe('session.password_wrong')
  expect(codeOf(await change(password, 'Nkem Adeyfield 1'))).toBe('password.refused')
  expect((await change(password, another)).status).toBe(200)
  expect((await nurse.browser.try(sessionRoutes.read, {})).status).toBe(200)
  expect(codeOf(await elsewhere.browser.try(sessionRoutes.read, {}))).toBe('session.ended')
  expect((await trySignIn(nurse.email, another)).status).toBe(200)
  const subjects = (await mailsTo(candour, nurse.email)).map(({ subject }) => subject)
  expect(subjects).toContain('Your Candour password was changed')
})

test('P15 P16 what is stored of a new password is sealed, and no entry, mail or answer holds it', async () => {
  const nurse = await colleague(candour, owner, 2)
  const secret = 'tangerine opal mirror 71'
  const token = await linkOf(nurse)
  await reset(token, secret)
  await candour.settle()
  const { entries } = await owner.browser.call(entryRoutes.list, {})
  const everything = JSON.stringify([entries, await mailsTo(candour, nurse.email)])
  expect(everything).not.toContain('tangerine')
  const rows = await database.rows('select password, sealed from gate.account')
  const stored = JSON.stringify(rows.map((row) => Object.values(row).map(String)))
  expect(stored).not.toContain('argon2')
})
