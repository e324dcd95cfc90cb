import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { rulesRoutes, type Rules } from '@candour/contract/rules.ts'
import { seatRoutes } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import {
  colleague,
  enrolApp,
  enrolPasskey,
  password,
  signIn,
  signUp,
  whoAmI,
  type Person,
} from '../../../test/people.ts'
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
beforeEach(() => database.rows('delete from gate.throttle'))

const nowhere = [{ range: '203.0.113.0/24', name: 'Nowhere' }]
const next = 'gravel tunnel opera fig'
const trySignIn = ({ email }: Pick<Person, 'email'>, given = password) =>
  candour.visitor().try(sessionRoutes.signIn, { email, password: given })
const stateOf = async ({ browser }: Person) => codeOf(await browser.try(sessionRoutes.read, {}))

/** Somebody of `first` who works at another practice too; the two in the order in which they are listed. */
async function atTwo(first: Person): Promise<{ person: Person; bosses: [Person, Person] }> {
  const person = await colleague(candour, first, 2)
  const boss = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const { member, link } = await boss.browser.call(memberRoutes.invite, {
    name: 'Nkem Adeyfield',
    role: 'Locum',
    email: person.email,
    level: 2,
  })
  await candour.visitor().call(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password })
  await boss.browser.call(memberRoutes.approve, { id: member.id })
  const isFirst = first.session.practice.id < boss.session.practice.id
  return { person, bosses: isFirst ? [first, boss] : [boss, first] }
}

async function keepOut(boss: Person, name: string): Promise<void> {
  const { members } = await boss.browser.call(memberRoutes.list, {})
  const { rules, revision } = await boss.browser.call(rulesRoutes.read, {})
  const out: Rules['members'] = members
    .filter((one) => one.name === name)
    .map(({ id: member }) => ({ member, addresses: nowhere, hours: null }))
  const asked = { rules: { ...rules, members: out }, baseRevision: revision, reason: 'A test' }
  await boss.browser.call(rulesRoutes.change, asked)
}

async function entriesOf(boss: Person, verb: string): Promise<string[]> {
  await candour.settle()
  const { entries } = await boss.browser.call(entryRoutes.list, {})
  return entries.filter((one) => one.verb === verb).map(({ kind }) => kind)
}

/** Whoever opens a session stops right before it, until what is answered is called. */
async function holdSessions(): Promise<() => Promise<unknown>> {
  await database.rows(
    `create or replace function gate.wait_here() returns trigger language plpgsql as
       'begin perform pg_advisory_xact_lock_shared(4712); return new; end'`,
  )
  await database.rows(
    'create trigger wait_here before insert on gate.session for each row execute function gate.wait_here()',
  )
  await database.rows('select pg_advisory_lock(4712)')
  return async () => {
    await database.rows('select pg_advisory_unlock(4712)')
    await database.rows('drop trigger wait_here on gate.session')
  }
}

/** Until so many wait for a lock of that kind. */
async function waiting(kind: string, most: number): Promise<void> {
  const query = 'select from pg_locks where locktype = $1 and not granted'
  await expect.poll(async () => (await database.rows(query, [kind])).length, { timeout: 10_000 }).toBe(most)
}

test('somebody whom the first of their practices keeps out comes in to the next one, by password and by passkey', async () => {
  const first = await signUp(candour, 'Alder Surgery', 'Anna Ash')
  const { person, bosses } = await atTwo(first)
  await keepOut(bosses[0], 'Nkem Adeyfield')
  const came = await signIn(candour, person.email)
  expect(came.session.practice.id).toBe(bosses[1].session.practice.id)
  const named = await candour
    .visitor()
    .try(sessionRoutes.signIn, { email: person.email, password, practice: bosses[0].session.practice.id })
  expect(codeOf(named), 'who asks for the one is told why').toBe('access.wrong_address')
  const { passkey } = await enrolPasskey(came)
  const visitor = candour.visitor()
  const signed = passkey.sign(await visitor.call(sessionRoutes.startPasskey, {}))
  expect(codeOf(await visitor.try(sessionRoutes.signInByPasskey, { signed }))).toBe('no error')
  await keepOut(bosses[1], 'Nkem Adeyfield')
  expect(codeOf(await trySignIn(person)), 'kept out of both').toBe('no error')
})

test('P28 who changes to a practice that keeps them out is entered there, and where they came from', async () => {
  const first = await signUp(candour, 'Alder Surgery', 'Anna Ash')
  const { person, bosses } = await atTwo(first)
  const came = await signIn(candour, person.email)
  expect(came.session.practice.id).toBe(bosses[0].session.practice.id)
  await keepOut(bosses[1], 'Nkem Adeyfield')
  const there = bosses[1].session.practice.id
  const asked = await came.browser.try(sessionRoutes.switchPractice, { practice: there })
  expect(codeOf(asked)).toBe('access.wrong_address')
  expect(await entriesOf(bosses[1], 'session.sign-in')).toContain('refused')
  expect(await entriesOf(bosses[0], 'session.switch-practice')).toContain('refused')
  expect(await stateOf(came)).toBe('no error')
})

test('P19 P28 “not me” is entered in each practice', async () => {
  const first = await signUp(candour, 'Alder Surgery', 'Anna Ash')
  const { person, bosses } = await atTwo(first)
  const came = await signIn(candour, person.email)
  await came.browser.call(sessionRoutes.notMe, { password: next, since: new Date().toISOString() })
  for (const boss of bosses) expect(await entriesOf(boss, 'session.not-me')).toEqual(['changed'])
})

test('P47 a sign-in that met a lockdown half-way has a session that is shut, and ends when the lock is lifted', async () => {
  const admin = await signUp(candour, 'Elder Surgery', 'Ella Oak')
  await enrolApp(admin)
  const nurse = await colleague(candour, admin, 2)
  const release = await holdSessions()
  const browser = candour.visitor()
  const signing = browser.call(sessionRoutes.signIn, { email: nurse.email, password })
  await waiting('advisory', 1)
  await admin.browser.call(rulesRoutes.lock, { reason: 'A stranger at a screen' })
  await release()
  await signing
  const raced: Person = { ...nurse, browser }
  expect(codeOf(await browser.try(patientRoutes.recent, {}))).toBe('practice.locked')
  await admin.browser.call(rulesRoutes.lift, { reason: 'It was the electrician' })
  expect(await stateOf(raced)).toBe('session.ended')
  expect(await stateOf(admin)).toBe('no error')
  expect(codeOf(await trySignIn(nurse))).toBe('no error')
})

test('P33 what was altered beside the second factors is told as what it is, and opens the account to no colleagues', async () => {
  const admin = await signUp(candour, 'Elder Surgery', 'Ella Oak')
  const practice = admin.session.practice.id
  await database.rows("update candour.rules set sealed = sealed || '\\x00' where practice = $1", [practice])
  const answer = await trySignIn(admin)
  expect(codeOf(answer)).toBe('record.altered')
})

test('a right password of somebody who belongs nowhere counts and is answered like a wrong one', async () => {
  const nurse = await colleague(candour, owner, 2)
  await owner.browser.call(memberRoutes.changeLevel, { id: nurse.session.member.id, level: 0, reason: 'Left' })
  const answers = []
  for (let one = 0; one < 11; one++) answers.push(codeOf(await trySignIn(nurse, one % 2 === 0 ? password : next)))
  expect(answers).toEqual([...Array.from({ length: 10 }, () => 'session.sign_in_failed'), 'session.throttled'])
})

test('a member who was altered keeps nobody else’s name from the screen of a shared computer', async () => {
  const [nurse, other] = [await colleague(candour, owner, 2), await colleague(candour, owner, 2, 'Otto Fenwick')]
  await nurse.browser.call(sessionRoutes.signIn, { email: nurse.email, password })
  await whoAmI(nurse.browser)
  await nurse.browser.call(seatRoutes.set, { pin: '294705' })
  const shared = nurse.browser
  await shared.call(sessionRoutes.signIn, { email: other.email, password })
  await whoAmI(shared)
  await shared.call(seatRoutes.set, { pin: '294706' })
  await database.rows("update candour.member set sealed = sealed || '\\x00' where member = $1", [
    nurse.session.member.id,
  ])
  const { seats } = await shared.call(seatRoutes.list, {})
  expect(seats.map(({ name }) => name).toSorted()).toEqual(['Otto Fenwick', 'Somebody whose details were altered'])
  const altered = seats.find(({ name }) => name !== 'Otto Fenwick')!
  expect((await shared.try(seatRoutes.unlock, { id: altered.id, pin: '294705' })).status).toBeGreaterThanOrEqual(400)
})

test.each(['comes back by a code', 'changes practice'])(
  'somebody who %s while their password is changed elsewhere: one waits for the other, and none for ever',
  async (what) => {
    const admin = await signUp(candour, 'Elder Surgery', 'Ella Oak')
    const { person } = await atTwo(admin)
    const [here, other] = [await signIn(candour, person.email), await signIn(candour, person.email)]
    await here.browser.call(seatRoutes.set, { pin: '294705' })
    const [seat] = (await here.browser.call(seatRoutes.list, {})).seats
    const shared = candour.visitor()
    shared.device = here.browser.device
    const release = await holdSessions()
    const coming =
      what === 'changes practice'
        ? other.browser.try(sessionRoutes.switchPractice, { practice: here.session.otherPractices[0]!.id })
        : shared.try(seatRoutes.unlock, { id: seat!.id, pin: '294705' })
    await waiting('advisory', 1)
    const changing = here.browser.try(passwordRoutes.change, { current: password, password: next })
    await waiting('transactionid', 1)
    await release()
    expect([(await coming).status, (await changing).status]).toEqual([200, 200])
    expect((await shared.try(sessionRoutes.read, {})).status, 'and what was opened meanwhile ends').toBe(401)
  },
)
