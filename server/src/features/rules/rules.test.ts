import { firstRules, rulesRoutes } from '@candour/contract/rules.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestCandour } from '../../../test/candour.ts'
import { changeSessions } from '../../../test/change-session.ts'
import { mailsTo } from '../../../test/mails.ts'
import { colleague, signUp, whoAmI, type Person } from '../../../test/people.ts'
import { codeOf } from '../../../test/walls/altered.ts'
import { connectOwner, type Owner } from '../../../test/walls/owner.ts'
import { startQuickCandour } from '../../../test/walls/quick-passwords.ts'
import { startCandour } from '../../main.ts'
import { createLog } from '../../platform/log.ts'

let candour: TestCandour
let admin: Person
let owner: Owner
beforeAll(async () => {
  candour = await startQuickCandour()
  admin = await signUp(candour)
  owner = await connectOwner(candour)
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const read = (person = admin) => person.browser.call(rulesRoutes.read, {})
async function change(person: Person, different: object, baseRevision?: number) {
  const { rules, revision } = await read()
  const asked = { rules: { ...rules, ...different }, baseRevision: baseRevision ?? revision, reason: 'A test' }
  return person.browser.try(rulesRoutes.change, asked)
}
const practiceOf = ({ session }: Person) => session.practice.id

test('P13 P14 P20 a practice begins with a mandatory second factor and an idle end after 15 minutes', async () => {
  expect(await read()).toMatchObject({ rules: firstRules, revision: 1, changed: null, can: ['change'] })
  expect(firstRules).toMatchObject({ idleMinutes: 15, factorRequired: true })
})

test('P04 every member reads the rules, the administrator changes them, nobody below does', async () => {
  const manager = await colleague(candour, admin, 3)
  expect((await read(manager)).can).toEqual([])
  expect(codeOf(await change(manager, { idleMinutes: 60 }))).toBe('access.refused')
  const { body } = await change(admin, { idleMinutes: 20 })
  expect(body).toMatchObject({ rules: { idleMinutes: 20 }, changed: { by: admin.session.member.name } })
  expect((await read(manager)).rules.idleMinutes).toBe(20)
})

test('rules beyond sense are refused with the reason, and two who change them at once do not overwrite each other', async () => {
  for (const nonsense of [{ idleMinutes: 4 }, { idleMinutes: 61 }, { factorGraceDays: -1 }, { unknown: true }])
    expect(codeOf(await change(admin, nonsense))).toBe('input.invalid')
  const { revision } = await read()
  const both = await Promise.all([25, 30].map((idleMinutes) => change(admin, { idleMinutes }, revision)))
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
})

test('one administrator shuts no other out by a rule for them alone, and whoever is kept out by a rule for all is told', async () => {
  const other = await colleague(candour, admin, 4, 'Ada Winterbourne')
  const nurse = await colleague(candour, admin, 2)
  await candour.settle()
  const own = {
    member: other.session.member.id,
    addresses: [{ range: '203.0.113.0/24', name: 'Nowhere' }],
    hours: null,
  }
  expect(codeOf(await change(admin, { members: [own] }))).toBe('rules.administrator')
  expect(codeOf(await other.browser.try(sessionRoutes.read, {}))).toBe('no error')
  // Their own they set; another leaves it as it is, or takes it away.
  const here = { ...own, addresses: [{ range: '127.0.0.0/8', name: 'Here' }] }
  expect(codeOf(await change(other, { members: [here] }))).toBe('no error')
  expect(codeOf(await change(admin, { members: [here], idleMinutes: 20 }))).toBe('no error')
  expect(codeOf(await change(admin, { members: [{ ...here, addresses: own.addresses }] }))).toBe('rules.administrator')
  expect(codeOf(await change(admin, { members: [] }))).toBe('no error')
  const hours = { member: nurse.session.member.id, addresses: own.addresses, hours: null }
  expect(codeOf(await change(admin, { members: [hours] }))).toBe('no error')
  const told = (await mailsTo(candour, other.email)).filter(({ subject }) => /rules for coming in/.test(subject))
  expect(told.map(({ text }) => text.replace(/\s+/g, ' ')).join()).toContain('these can’t any more: Nkem Adeyfield')
  const [mail] = await mailsTo(candour, nurse.email)
  expect(mail!.subject).toContain('Where and when you can open')
})

test('P20 the idle end that the practice sets holds from the next request, for sessions that are open', async () => {
  const nurse = await colleague(candour, admin, 2)
  await change(admin, { idleMinutes: 60 })
  const idle = (minutes: number) =>
    changeSessions(
      owner.rows,
      candour.parts.vault,
      nurse.session.member.id,
      `seen_at = now() - make_interval(mins => ${minutes})`,
    )
  await idle(59)
  expect((await whoAmI(nurse.browser)).idleMinutes).toBe(60)
  await idle(59)
  await change(admin, { idleMinutes: 5 })
  expect(codeOf(await nurse.browser.try(sessionRoutes.read, {}))).toBe('session.ended')
})

test('P13 whether a second factor is asked for is what was sealed, whatever else the database says', async () => {
  const nurse = await colleague(candour, admin, 2)
  await owner.rows('update candour.practice set factor_required = false, factor_grace_days = 90 where practice = $1', [
    practiceOf(admin),
  ])
  await owner.rows("update candour.member set approved_at = now() - interval '8 days' where member = $1", [
    nurse.session.member.id,
  ])
  expect(codeOf(await nurse.browser.try(rulesRoutes.read, {}))).toBe('session.factor_needed')
  await change(admin, { factorGraceDays: 30 })
  expect(codeOf(await nurse.browser.try(rulesRoutes.read, {}))).toBe('no error')
  await change(admin, { factorRequired: false, factorGraceDays: 7 })
  expect(codeOf(await nurse.browser.try(rulesRoutes.read, {}))).toBe('no error')
  await change(admin, { factorRequired: true })
})

test('P33 rules that were altered, brought back or taken away let nobody in, once a node looks at them', async () => {
  const practice = practiceOf(admin)
  await owner.rows('create temp table kept as select * from candour.rules where practice = $1', [practice])
  const before = await owner.rows<{ hash: Buffer; version: number }>(
    "select hash, version from ledger.mark where practice = $1 and type = 'Rules' order by version desc limit 1",
    [practice],
  )
  await change(admin, { idleMinutes: 10 })
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const ask = async (address: string) => {
    const answer = await fetch(`${address}${rulesRoutes.read.path}`, { headers: { cookie: admin.browser.cookie! } })
    return answer.status
  }
  const harms = [
    'update candour.rules r set (revision, sealed) = (select revision, sealed from kept) where practice = $1',
    `update candour.rules set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where practice = $1`,
    'delete from candour.rules where practice = $1',
  ]
  expect(before).toHaveLength(1)
  await owner.rows('create temp table now_kept as select * from candour.rules where practice = $1', [practice])
  for (const harm of harms) {
    await owner.rows(harm, [practice])
    // Another node knows nothing yet.
    const restarted = await startCandour(candour.config, connection, { log: createLog('silent') })
    try {
      expect([harm, await ask(restarted.address)]).toEqual([harm, 500])
    } finally {
      await restarted.stop()
    }
    await owner.rows('delete from candour.rules where practice = $1', [practice])
    await owner.rows('insert into candour.rules select * from now_kept')
  }
  expect(await ask(candour.address)).toBe(200)
})

test('a practice from before there were rules gets the first ones when Candour starts, with what it had decided', async () => {
  const other = await signUp(candour)
  const practice = practiceOf(other)
  await owner.rows('delete from candour.rules where practice = $1', [practice])
  await owner.rows("delete from ledger.mark where practice = $1 and type = 'Rules'", [practice])
  await owner.rows('update candour.practice set factor_grace_days = 21 where practice = $1', [practice])
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const restarted = await startCandour(candour.config, connection, { log: createLog('silent') })
  await restarted.stop()
  expect(await read(other)).toMatchObject({ rules: { ...firstRules, factorGraceDays: 21 }, revision: 1 })
})

test('P47 P33 a member who was altered in the database keeps nobody from locking, and the others are told', async () => {
  const here = await signUp(candour)
  const [manager, altered] = [await colleague(candour, here, 3), await colleague(candour, here, 3)]
  await owner.rows('update candour.member set level = 4 where member = $1', [altered.session.member.id])
  expect(codeOf(await here.browser.try(rulesRoutes.lock, { reason: 'A stranger at a screen' }))).toBe('no error')
  expect((await here.browser.call(sessionRoutes.read, {})).lockdown).toMatchObject({ byOperator: false })
  const subjectsTo = async ({ email }: Person) => (await mailsTo(candour, email)).map(({ subject }) => subject)
  const subject = `${here.session.practice.name} is locked`
  for (const told of [here, manager]) expect(await subjectsTo(told)).toContain(subject)
  expect(await subjectsTo(altered)).not.toContain(subject)
})
