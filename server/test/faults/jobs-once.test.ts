import { noticeRoutes } from '@candour/contract/notices.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { signUp } from '../people.ts'

let candour: TestCandour
let owner: pg.Client
beforeAll(async () => {
  candour = await startTestCandour()
  owner = new pg.Client(candour.owner)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

test('P76 a job that a crash handed over twice, and that two workers take at once, is done once', async () => {
  const { browser, session } = await signUp(candour)
  const practice = session.practice.id
  const headings = async () => (await browser.call(noticeRoutes.list, {})).notices.map((notice) => notice.heading)
  await owner.query("update candour.job set run_at = now() - interval '1 second' where practice = $1", [practice])
  await candour.parts.jobs.handOver()
  // As if Candour had been killed between the queue and its note that it handed over.
  await owner.query('update candour.job set handed_over_at = null where practice = $1', [practice])
  await candour.parts.jobs.handOver()
  const { rows } = await owner.query<{ job: string }>('select job from candour.job where practice = $1', [practice])
  const did = await Promise.all(
    rows.flatMap(({ job }) => [candour.parts.jobs.perform(practice, job), candour.parts.jobs.perform(practice, job)]),
  )
  expect(did.filter(Boolean).length).toBeLessThanOrEqual(3)
  await expect.poll(async () => (await headings()).length, { timeout: 15_000 }).toBe(3)
  // And once more, after it was done: the queue has long forgotten it.
  await owner.query('delete from boss.job')
  await owner.query('update candour.job set handed_over_at = null where practice = $1', [practice])
  await candour.parts.jobs.handOver()
  await expect
    .poll(async () => (await owner.query("select 1 from boss.job where state = 'completed'")).rowCount, {
      timeout: 20_000,
    })
    .toBe(3)
  expect(new Set(await headings()).size).toBe(3)
  expect(await headings()).toHaveLength(3)
  await candour.settle()
  const entries = await owner.query("select 1 from ledger.entry where practice = $1 and verb = 'trial.remind'", [
    practice,
  ])
  expect(entries.rowCount, 'and entered once').toBe(3)
}, 60_000)

test('P28 what waits for a number when no hour of the queue was made ahead is numbered all the same', async () => {
  await signUp(candour)
  await candour.settle()
  // As after a night asleep: the hours that were made ahead are over, and entries came before the new ones were made.
  const parts = await owner.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'ledger.queue'::regclass and c.relname <> 'queue_default'`,
  )
  expect(parts.rowCount).toBeGreaterThan(0)
  for (const { name } of parts.rows) await owner.query(`drop table ledger.${name}`)
  const { browser } = await signUp(candour, 'Early Riser')
  await browser.call(noticeRoutes.list, {})
  expect((await owner.query('select 1 from ledger.queue_default')).rowCount).toBeGreaterThan(0)
  await owner.query('select ledger.tend_queue()')
  await candour.settle()
  await owner.query('select ledger.tend_queue()')
  expect((await owner.query('select 1 from ledger.queue_default')).rowCount, 'and dropped once numbered').toBe(0)
})

test('P28 the oldest hours of the queue are dropped once everything in them is numbered, and no others', async () => {
  const { browser } = await signUp(candour, 'Old Hours')
  const hour = (ago: number) => `date_trunc('hour', now(), 'UTC') - interval '${ago} hours'`
  await owner.query('set role candour_owner')
  for (const ago of [5, 4]) {
    await owner.query(
      `do $$ begin execute format('create table ledger.%I partition of ledger.queue for values from (%L) to (%L)',
         'queue_' || to_char((${hour(ago)}) at time zone 'UTC', 'YYYYMMDDHH24'), ${hour(ago)}, ${hour(ago - 1)}); end $$`,
    )
  }
  await owner.query('reset role')
  const names = async () =>
    (
      await owner.query<{ name: string }>(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'ledger.queue'::regclass`,
      )
    ).rows.map(({ name }) => name)
  await browser.call(noticeRoutes.list, {})
  await candour.settle()
  const before = await names()
  const { rows } = await owner.query<{ dropped: number }>('select ledger.tend_queue() as dropped')
  expect(rows[0]!.dropped).toBe(2)
  const after = await names()
  expect(before.filter((name) => !after.includes(name))).toHaveLength(2)
  expect(after).toContain('queue_default')
})
