import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { agreement } from '../../src/features/practices/agreement.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { password, signUp, type Person } from '../people.ts'
import { codeOf } from './altered.ts'
import { entriesAfter } from './ledger-entries.ts'
import { connectOwner, type Owner } from './owner.ts'

let candour: TestCandour
let owner: Owner
let person: Person
/** How many passwords were really compared. */
let compared: number
beforeEach(async () => {
  candour = await startTestCandour()
  owner = await connectOwner(candour)
  person = await signUp(candour, 'Willow Surgery', 'Wilma Yew')
  compared = 0
  const { vault } = candour.parts
  const { verifyPassword } = vault
  // A wrong password is not worth the work of argon2id here: what counts is how many would have been compared.
  Object.assign(vault, {
    verifyPassword: (stored: string, given: string) => {
      compared += 1
      return given === password ? verifyPassword(stored, given) : Promise.resolve(false)
    },
    refusePassword: () => {
      compared += 1
      return Promise.resolve(false)
    },
  })
})
afterEach(async () => {
  await owner.end()
  await candour.stop()
})

const signIn = (email: string, given: string) => candour.visitor().try(sessionRoutes.signIn, { email, password: given })

async function windowEnds(): Promise<void> {
  await owner.rows(`update gate.throttle set window_started_at = window_started_at - interval '5 minutes 1 second'`)
}

test('P19 of 40 wrong passwords at once at most 10 are tried; then the right one has to wait until the window ends', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, place) => signIn(person.email, `wrong guess no ${place}`)),
  )
  expect(compared).toBeLessThanOrEqual(10)
  expect(compared).toBeGreaterThan(0)
  const statuses = answers.map((answer) => `${answer.status} ${codeOf(answer)}`)
  expect(statuses.filter((status) => status === '401 session.sign_in_failed')).toHaveLength(10)
  expect(statuses.filter((status) => status === '429 session.throttled')).toHaveLength(30)
  const right = await signIn(person.email, password)
  expect([right.status, codeOf(right), right.headers.get('retry-after')]).toEqual([429, 'session.throttled', '300'])
  expect(compared).toBeLessThanOrEqual(10)
  expect((await person.browser.try(sessionRoutes.read, {})).status, 'who is signed in works on').toBe(200)
  await windowEnds()
  expect((await signIn(person.email, password)).status).toBe(200)
})

test('P19 P26 P28 failed tries stand in the practice’s ledger, the first and the tenth, with their count and no password', async () => {
  for (let place = 0; place < 12; place++) await signIn(person.email, `wrong guess no ${place}`)
  const entries = await entriesAfter(candour, owner, person.session.practice.id, 0)
  const failed = entries.filter((entry) => entry.verb === 'session.sign-in' && entry.outcome === 'refused')
  expect(failed.map((entry) => entry.actor)).toEqual([person.session.member.id, person.session.member.id])
  const { entries: shown } = await person.browser.call(entryRoutes.list, { kind: 'refused' })
  expect(shown.map((entry) => [entry.who.name, entry.what, entry.from])).toEqual(
    Array(2).fill(['Wilma Yew', 'Signed in', 'A program · 127.0.0.1']),
  )
  expect(JSON.stringify(shown)).not.toContain('wrong guess')
})

test('P19 guessing by way of the sign-up or an invitation counts as much, and is entered as much', async () => {
  const body = (given: string) =>
    JSON.stringify({
      kind: 'gp',
      name: 'Another practice',
      town: 'Bath',
      person: { name: 'Wilma Yew', role: 'GP', email: person.email, password: given },
      agreement: { version: agreement.version, acceptedBy: 'Wilma Yew' },
    })
  const guess = (given: string) =>
    candour.visitor().send('POST', '/api/practices', body(given), { 'content-type': 'application/json' })
  for (let place = 0; place < 5; place++) expect(codeOf(await guess(`wrong guess no ${place}`))).toBe('account.exists')
  const other = await signUp(candour, 'Yarrow Surgery', 'Yann Zell')
  const { link } = await other.browser.call(memberRoutes.invite, {
    name: 'Wilma Yew',
    role: 'GP',
    email: person.email,
    level: 1,
  })
  const accept = (given: string) =>
    candour.visitor().try(memberRoutes.acceptInvitation, { token: link.split('#')[1]!, password: given })
  for (let place = 0; place < 5; place++) expect((await accept(`wrong guess no ${place}`)).status).toBe(401)
  expect((await signIn(person.email, password)).status).toBe(429)
  expect((await accept(password)).status).toBe(429)
  expect((await guess(password)).status).toBe(429)
  const entries = await entriesAfter(candour, owner, person.session.practice.id, 0)
  expect(entries.filter((entry) => entry.outcome === 'refused')).toHaveLength(2)
  const theirs = await entriesAfter(candour, owner, other.session.practice.id, 0)
  expect(
    theirs.filter((entry) => entry.outcome === 'refused'),
    'who only invited learns nothing',
  ).toHaveLength(0)
})

test('P17 P19 an unknown email and a wrong password are answered alike, and throttled alike', async () => {
  const known = await signIn(person.email, 'a wrong password')
  const unknown = await signIn('nobody.at.all@example.org', 'a wrong password')
  const plain = ({ status, body, headers }: typeof known) => [
    status,
    JSON.stringify(body).replace(/"requestId":"[^"]+"/, ''),
    [...headers.keys()].filter((name) => name !== 'date'),
  ]
  expect(plain(unknown)).toEqual(plain(known))
  expect(compared, 'the work of comparing is done for both').toBe(2)
  for (let place = 0; place < 10; place++) await signIn('nobody.at.all@example.org', 'a wrong password')
  expect((await signIn('nobody.at.all@example.org', 'a wrong password')).status).toBe(429)
  expect((await signIn('NOBODY.at.all@example.org', 'a wrong password')).status, 'in whatever case').toBe(429)
})

test('P19 one address that tries many accounts is throttled after 100 tries; what was right gives its try back', async () => {
  for (let place = 0; place < 3; place++) expect((await signIn(person.email, password)).status).toBe(200)
  const [left] = await owner.rows<{ failures: number }>('select max(failures)::int as failures from gate.throttle')
  expect(left!.failures).toBe(0)
  await signIn('first@example.org', 'a wrong password')
  await owner.rows(`update gate.throttle set failures = 100 where failures = (select max(failures) from gate.throttle)`)
  const rows = await owner.rows<{ failures: number }>('select failures from gate.throttle order by failures desc')
  expect(rows[0]!.failures).toBe(100)
  const before = compared
  const refused = await Promise.all(['a', 'b'].map((name) => signIn(`${name}@example.org`, 'a wrong password')))
  expect(refused.map((answer) => answer.status)).toEqual([429, 429])
  expect(compared).toBe(before)
})
