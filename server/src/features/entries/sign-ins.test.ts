import { seatRoutes } from '@candour/contract/seats.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { signInRoutes, signInVerbs } from '@candour/contract/sign-ins.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { colleague, signIn, signUp, type Person } from '../../../test/people.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'

let candour: TestCandour
let owner: Person
let nurse: Person
let database: pg.Client
beforeAll(async () => {
  candour = await startQuickCandour()
  owner = await signUp(candour)
  nurse = await colleague(candour, owner, 2)
  await nurse.browser.call(seatRoutes.set, { pin: '294705' })
  const { seats } = await nurse.browser.call(seatRoutes.list, {})
  await nurse.browser.call(sessionRoutes.lock, { why: 'idle' })
  await nurse.browser.try(seatRoutes.unlock, { id: seats[0]!.id, pin: '294706' })
  await nurse.browser.call(seatRoutes.unlock, { id: seats[0]!.id, pin: '294705' })
  await candour.visitor().try(sessionRoutes.signIn, { email: nurse.email, password: 'not this one' })
  await signIn(candour, nurse.email)
  await candour.settle()
  database = new pg.Client(candour.owner)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await candour.stop()
})

const list = async (input: object = {}) => owner.browser.call(signInRoutes.list, input)
const said = async (input: object) => (await list(input)).signIns.map(({ kind, what }) => `${kind}: ${what}`)
const ofNurse = () => ({ member: nurse.session.member.id })

test('P19 P26 P27 a manager sees who came in and how, who failed to, who left and why, newest first', async () => {
  expect(await said(ofNurse())).toEqual([
    'in: Signed in by password, at a new device',
    'failed: Could not sign in',
    'in: Signed in by short code',
    'failed: Could not sign in by short code',
    'left: Locked the screen. Nobody used it.',
    'changed: Set a short code for this device',
    'in: Signed in by password',
  ])
  const [first] = (await list(ofNurse())).signIns
  expect([first!.device, first!.address, first!.who.name]).toEqual(['A program', '127.0.0.1', 'Nkem Adeyfield'])
})

test('by kind, by day, by member, page by page; nothing of another practice', async () => {
  expect(await said({ ...ofNurse(), kind: 'failed' })).toHaveLength(2)
  expect((await said({ kind: 'left' })).every((one) => one.startsWith('left'))).toBe(true)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
  expect(await said({ ...ofNurse(), from: today, to: today })).toHaveLength(7)
  expect(await said({ ...ofNurse(), to: '2020-01-01' })).toEqual([])
  expect(await said({ ...ofNurse(), from: '2999-01-01' })).toEqual([])
  const all = (await list()).signIns
  expect((await list({ before: all[2]!.number })).signIns).toEqual(all.slice(3))
  const others = await signUp(candour, 'Elsewhere Surgery', 'Ada Winterbourne')
  await candour.settle()
  expect((await others.browser.call(signInRoutes.list, {})).signIns.map(({ who }) => who.name)).toEqual([
    'Ada Winterbourne',
  ])
})

test('P05 for managers alone', async () => {
  const { browser } = await signIn(candour, nurse.email)
  for (const path of ['/api/sign-ins', '/api/sign-ins/export?format=csv'])
    expect((await browser.send('GET', path)).body.error.code).toBe('access.refused')
})

test('they are taken out as CSV, which no spreadsheet takes for formulas, and as NDJSON; after a proof', async () => {
  const name = '=HYPERLINK("http://evil.example","x")'
  await colleague(candour, owner, 1, name)
  await candour.settle()
  const get = (query: string) => owner.browser.send('GET', `/api/sign-ins/export?${query}`)
  const csv = await get('format=csv&kind=in')
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="sign-ins.csv"')
  expect(csv.body).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`)
  expect(csv.body).not.toMatch(/(^|,)"?=/m)
  const lines = String((await get(`format=ndjson&member=${nurse.session.member.id}&kind=failed`)).body)
    .trim()
    .split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(['failed', 'failed'])
  expect((await get('format=pdf')).body.error.code).toBe('input.invalid')
  expect((await get('format=csv&to=0000-01-01')).body.error.code).toBe('input.invalid')
  const rows = async <Row>(text: string, values?: unknown[]) => (await database.query(text, values)).rows as Row[]
  const late = "proved_at = now() - interval '6 minutes'"
  await changeSessions(rows, candour.parts.vault, owner.session.member.id, late)
  expect((await get('format=csv')).body.error.code).toBe('session.proof_needed')
})

test('they are found by an index of their own, which holds just these verbs', async () => {
  const { rows } = await database.query<{ definition: string }>(
    "select pg_get_indexdef('ledger.entry_sign_in'::regclass) as definition",
  )
  const verbs = [...rows[0]!.definition.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map((found) => found[1]!)
  expect(verbs.toSorted()).toEqual(Object.values(signInVerbs).flat().toSorted())
  await database.query('set enable_seqscan = off')
  const list = verbs.map((verb) => `'${verb}'`).join(', ')
  const plan = await database.query<Record<string, string>>(
    `explain select * from ledger.entry e where e.practice = $1 and e.number < 1000000 and e.verb in (${list}) order by e.number desc limit 10`.replace(
      '$1',
      `'${owner.session.practice.id}'`,
    ),
  )
  expect(JSON.stringify(plan.rows)).toContain('entry_sign_in')
})
