import { memberRoutes } from '@candour/contract/members.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCandour } from '../../src/main.ts'
import { createLog } from '../../src/platform/log.ts'
import type { TestCandour } from '../candour.ts'
import { colleague, type Person } from '../people.ts'
import { codeOf, expectClosed, expectTold } from './altered.ts'
import { buildHouse, invite, type House } from './house.ts'
import { entriesAfter, lastNumber } from './ledger-entries.ts'
import { inPractice } from './practice-keys.ts'
import { startQuickCandour } from './quick-passwords.ts'

let candour: TestCandour
let house: House
let reception: Person
let member: string
beforeAll(async () => {
  candour = await startQuickCandour()
  house = await buildHouse(candour, 'Osier')
  reception = await colleague(candour, house.admin, 1, 'Pomfret')
  member = reception.session.member.id
})
afterAll(async () => {
  await house.owner.end()
  await candour.stop()
})

const sql = <Row = Record<string, unknown>>(text: string, ...values: unknown[]) => house.owner.rows<Row>(text, values)
const note = () => reception.browser.send('GET', `/api/notes/${house.note}`)
const ownCard = () => reception.browser.send('GET', `/api/patients/${house.patient.id}`)
const words = ['Osier', 'Pomfret']

/** Puts row and marks back as they were. */
async function keepAside(): Promise<() => Promise<void>> {
  await sql('create temp table kept as select * from candour.member where member = $1', member)
  await sql(`create temp table marked as select * from ledger.mark where type = 'Member' and id = $1`, member)
  return async () => {
    const columns = 'level, state, account, revision, sealed'
    await sql(`update candour.member m set (${columns}) = (select ${columns} from kept) where m.member = $1`, member)
    await sql(`delete from ledger.mark where type = 'Member' and id = $1`, member)
    await sql('insert into ledger.mark select * from marked')
    await sql('drop table kept, marked')
  }
}

test('P05 P33 a level raised in the database opens nothing: refused, entered under who it is, the practice told', async () => {
  expect([(await note()).status, (await ownCard()).status]).toEqual([403, 200])
  for (const change of ['level = 4', 'level = 2', 'level = 0', `state = 'left'`, 'revision = revision + 1']) {
    const putBack = await keepAside()
    const before = await lastNumber(candour, house.owner, house.practice)
    await sql(`update candour.member set ${change} where member = $1`, member)
    await expectTold(house, 3, async () => {
      expectClosed(await note(), change, words)
      expectClosed(await ownCard(), change, words)
      expectClosed(await house.admin.browser.send('GET', '/api/members'), change, words)
    })
    const entries = await entriesAfter(candour, house.owner, house.practice, before)
    const refused = entries.filter((one) => one.outcome === 'refused')
    expect(refused.map((one) => one.actor)).toEqual([member, member, house.admin.session.member.id])
    await putBack()
    expect([change, (await ownCard()).status]).toEqual([change, 200])
  }
})

test('P33 a member’s row brought back from before a change, whole, is noticed; so is a mark that was taken away', async () => {
  const putBack = await keepAside()
  await house.admin.browser.call(memberRoutes.changeLevel, { id: member, level: 2, reason: 'more' })
  expect((await note()).status).toBe(200)
  const columns = 'level, state, account, revision, sealed'
  await sql(`create temp table newer as select * from candour.member where member = $1`, member)
  await sql(`update candour.member m set (${columns}) = (select ${columns} from kept) where member = $1`, member)
  await expectTold(house, 1, async () => expectClosed(await note(), 'rolled back', words))
  await sql(`update candour.member m set (${columns}) = (select ${columns} from newer) where member = $1`, member)
  expect((await note()).status).toBe(200)
  await sql(`delete from ledger.mark where type = 'Member' and id = $1`, member)
  await expectTold(house, 1, async () => expectClosed(await note(), 'no mark', words))
  await sql('drop table newer')
  await putBack()
  expect((await note()).status).toBe(403)
})

test('P06 P33 who was let in by the database, or waits with another level than was offered, does not come in', async () => {
  const { member: invited } = await invite(house, 'pending')
  await sql('update candour.member set level = 3 where member = $1', invited)
  const approve = () => house.admin.browser.try(memberRoutes.approve, { id: invited })
  expect([(await approve()).status, codeOf(await approve())]).toEqual([500, 'record.altered'])
  const raise = await house.admin.browser.try(memberRoutes.changeLevel, { id: invited, level: 2, reason: 'x' })
  expect(raise.status).not.toBe(200)
  await sql('update candour.member set level = 1 where member = $1', invited)
  expect((await approve()).status).toBe(200)
})

test('members from before there were marks are marked at the next start, as they stand, and that once', async () => {
  const place = { table: 'candour.member', field: 'sealed', record: member, revision: 1, schema: 1 }
  const before = await inPractice(candour, house.practice, async ({ vault, keys }) =>
    Promise.resolve(
      vault.seal(
        keys.record,
        place,
        Buffer.from(JSON.stringify({ name: 'Pomfret', role: 'Nurse', email: reception.email })),
      ),
    ),
  )
  await sql('update candour.member set revision = 1, sealed = $2 where member = $1', member, before)
  await sql(`delete from ledger.mark where type = 'Member' and id = $1`, member)
  // Another, who was marked already, and whose mark was taken away.
  const other = await colleague(candour, house.admin, 1, 'Pomfret Other')
  await sql(`delete from ledger.mark where type = 'Member' and id = $1`, other.session.member.id)
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  const restarted = await startCandour(candour.config, connection, { log: createLog('silent') })
  try {
    const session = (by: Person) =>
      fetch(`${restarted.address}${sessionRoutes.read.path}`, { headers: { cookie: by.browser.cookie! } })
    expect((await session(reception)).status).toBe(200)
    expect((await session(other)).status).toBe(500)
  } finally {
    await restarted.stop()
  }
  const entries = await sql<{ verb: string }>(
    `select verb from ledger.entry where practice = $1 and verb = 'member.mark'`,
    house.practice,
  )
  expect(entries.length).toBeLessThanOrEqual(1)
  await sql('update candour.member set level = 4 where member = $1', member)
  expect((await ownCard()).status).toBe(500)
})
