import { noticeRoutes } from '@candour/contract/notices.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { signUp, whoAmI } from '../../../test/people.ts'

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

test('P76 a practice is reminded 7 days and 1 day before its trial ends, and when it has ended, each once', async () => {
  const { browser, session } = await signUp(candour)
  const { rows } = await owner.query('select job, run_at from candour.job where practice = $1 order by run_at', [
    session.practice.id,
  ])
  const end = new Date(session.practice.trialEndsAt).getTime()
  expect(rows.map(({ run_at }: { run_at: Date }) => Math.round((end - run_at.getTime()) / 86_400_000))).toEqual([
    7, 1, 0,
  ])
  for (const { job } of rows as { job: string }[]) {
    expect(await candour.parts.jobs.perform(session.practice.id, job)).toBe(true)
    expect(await candour.parts.jobs.perform(session.practice.id, job)).toBe(false)
  }
  const { notices } = await browser.call(noticeRoutes.list, {})
  expect(notices.map((notice) => notice.heading).toSorted()).toEqual([
    'The trial ends in 7 days',
    'The trial ends tomorrow',
    'The trial has ended',
  ])
})

test('P76 jobs that are due are handed to the queue and done without anybody asking', async () => {
  const { browser, session } = await signUp(candour)
  await owner.query("update candour.job set run_at = now() - interval '1 second' where practice = $1", [
    session.practice.id,
  ])
  await candour.parts.jobs.handOver()
  await expect.poll(async () => (await browser.call(noticeRoutes.list, {})).notices.length, { timeout: 20_000 }).toBe(3)
})

test('P76 after the trial a practice reads and takes out, and writes nothing', async () => {
  const { browser, session } = await signUp(candour)
  await owner.query("update candour.practice set trial_ends_at = now() - interval '1 minute' where practice = $1", [
    session.practice.id,
  ])
  expect((await whoAmI(browser)).practice.readOnly).toBe(true)
  const refused = await browser.try(patientRoutes.register, {
    family: 'Late',
    given: 'Too',
    birthDate: '1990-01-01',
    sex: 'female',
  })
  expect([refused.status, refused.body.error.code]).toEqual([403, 'practice.trial_ended'])
  expect((await browser.try(patientRoutes.find, { text: 'late' })).status).toBe(200)
})
