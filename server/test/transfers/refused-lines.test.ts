import { transferRoutes } from '@candour/contract/transfers.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expireRefused } from '../../src/features/transfers/expire-transfers.ts'
import { partPlace } from '../../src/features/transfers/transfer-facts.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { practiceWork } from '../../src/platform/jobs/practice-work.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { signUp, type Person } from '../people.ts'
import { connectOwner, type Owner } from '../walls/owner.ts'
import { inPractice } from '../walls/practice-keys.ts'
import { checkedImport, doneImport, settled } from './by-web.ts'

let candour: TestCandour
let admin: Person
let owner: Owner
beforeAll(async () => {
  candour = await startTestCandour()
  admin = await signUp(candour)
  owner = await connectOwner(candour)
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const patient = (id: string, gender = 'female') => JSON.stringify({ resourceType: 'Patient', id, gender })

interface Kept {
  refused_compartment: string | null
  wrapped: Buffer | null
  lines: number
}
async function kept(transfer: string): Promise<Kept> {
  const [row] = await owner.rows<Kept>(
    `select t.refused_compartment, c.wrapped, (select count(*)::int from candour.transfer_part p
       where p.transfer = t.transfer and p.kind = 'refused') as lines
     from candour.transfer t left join candour.compartment c on c.compartment = t.refused_compartment where transfer = $1`,
    [transfer],
  )
  return row!
}

async function endedDaysAgo(transfer: string, days: number): Promise<void> {
  await owner.rows('update candour.transfer set ended_at = now() - make_interval(days => $2) where transfer = $1', [
    transfer,
    days,
  ])
  const { database, vault, keysOf } = candour.parts
  await expireRefused(database.jobs, practiceWork({ database, vault, keysOf, clock: systemClock }))
}

test('B10 refused lines lie under a key of their own, which is destroyed with them 30 days after the import', async () => {
  const { id } = await doneImport(admin, { 'x.ndjson': patient('refused-1', 'banana') })
  const before = await kept(id)
  expect(before).toMatchObject({ wrapped: expect.any(Buffer), lines: 2 })
  const { rows } = {
    rows: await owner.rows<{ part: string; sealed: Buffer }>(
      'select part, sealed from candour.transfer_part where transfer = $1',
      [id],
    ),
  }
  await inPractice(candour, admin.session.practice.id, async ({ vault, keys }) => {
    for (const { part, sealed } of rows) expect(() => vault.open(keys.record, partPlace(id, part), sealed)).toThrow()
    await Promise.resolve()
  })
  await endedDaysAgo(id, 29)
  expect((await admin.browser.call(transferRoutes.listRefused, { id })).total).toBe(1)
  await endedDaysAgo(id, 31)
  expect(await kept(id)).toEqual({ refused_compartment: null, wrapped: null, lines: 0 })
  const [gone] = await owner.rows('select wrapped, destroyed_at from candour.compartment where compartment = $1', [
    before.refused_compartment,
  ])
  expect(gone).toEqual({ wrapped: null, destroyed_at: expect.any(Date) })
  expect((await admin.browser.call(transferRoutes.listRefused, { id })).total).toBe(0)
  expect((await admin.browser.call(transferRoutes.read, { id })).state).toBe('done')
})

test('refused lines of a transfer from before, under the practice’s key, are read as long, and go as well', async () => {
  const { id } = await doneImport(admin, { 'x.ndjson': patient('refused-2', 'banana') })
  await inPractice(candour, admin.session.practice.id, async ({ vault, keys }) => {
    const lines = [{ file: 'x.ndjson', line: 1, location: '', reason: 'as before' }]
    const rows = await owner.rows<{ part: string }>('select part from candour.transfer_part where transfer = $1', [id])
    for (const { part } of rows)
      await owner.rows('update candour.transfer_part set sealed = $2 where part = $1', [
        part,
        vault.seal(keys.record, partPlace(id, part), Buffer.from(JSON.stringify(lines))),
      ])
  })
  await owner.rows('update candour.transfer set refused_compartment = null where transfer = $1', [id])
  expect((await admin.browser.call(transferRoutes.listRefused, { id })).lines[0]!.reason).toBe('as before')
  await endedDaysAgo(id, 31)
  expect((await kept(id)).lines).toBe(0)
})

test('an import that is under way when the trial ends waits where it is, says why, and goes on once it may', async () => {
  const { id } = await checkedImport(admin, { 'x.ndjson': patient('late-1') })
  const practice = admin.session.practice.id
  const endTrial = (when: string) =>
    owner.rows(`update candour.practice set trial_ends_at = now() + $2::interval where practice = $1`, [practice, when])
  await endTrial('-1 second')
  // As if the trial had ended between the start and the first chunk.
  await owner.rows(`update candour.transfer set step = 'keep', state = 'waiting' where transfer = $1`, [id])
  const paused = await settled(admin, id)
  expect(paused).toMatchObject({ state: 'paused', kept: [], problem: expect.stringMatching(/trial .* has ended/) })
  const read = () => admin.browser.send('GET', '/fhir/R4/Patient/late-1')
  expect((await read()).status).toBe(404)
  expect((await admin.browser.try(transferRoutes.keep, { id })).body.error.code).toBe('practice.trial_ended')
  await endTrial('1 day')
  await admin.browser.call(transferRoutes.keep, { id })
  expect(await settled(admin, id)).toMatchObject({ state: 'done', problem: null })
  expect((await read()).status).toBe(200)
})
