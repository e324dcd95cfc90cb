/**
 * Promise: what was to be done is done, once, also after a crash: outbox row in the transaction, handed to pg-boss after
 * commit, done in one transaction with its entry in the ledger. The queue itself sees ids and times alone.
 */
import { PgBoss } from 'pg-boss'
import type { Database } from '../database/database.ts'
import type { Within } from '../http/endpoint.ts'
import type { Log } from '../log.ts'
import type { Vault } from '../vault/vault.ts'
import { jobPlace } from './enqueue.ts'
import { jobRows } from './jobs.store.ts'
import type { PracticeWork } from './practice-work.ts'

export type Job<P> = (within: Within, payload: P) => Promise<void>

export interface JobOptions {
  database: Database
  vault: Vault
  work: PracticeWork
  log: Log
  /** By name, for example `trial.remind`. */
  jobs: Record<string, Job<never>>
  /** What is done every hour besides: dropping what has had its time. */
  tidies: (() => Promise<unknown>)[]
  /** What is done at the start and every day. */
  errands: (() => Promise<unknown>)[]
  poke(): void
}

export interface Jobs {
  /** Hands over what waits, now. */
  handOver(): Promise<void>
  /** Does one job by id; false when it was done before. For tests and for the queue's workers. */
  perform(practice: string, job: string): Promise<boolean>
  /** Seconds by which the oldest job that is due is late. */
  stop(): Promise<void>
}

const handOverEveryMs = 5_000
const tidyEveryMs = 3_600_000
const errandEveryMs = 24 * 3_600_000

export async function startJobs(options: JobOptions): Promise<Jobs> {
  const { database, vault, log } = options
  const boss = new PgBoss({
    ...(database.queueConnection as object),
    schema: 'boss',
    createSchema: false,
    max: 2,
    useListenNotify: true,
  })
  database.signQueueIn((boss.getDb() as unknown as { config: object }).config)
  boss.on('error', (error) => log.error({ part: 'jobs', err: error }, 'the job queue has a problem'))
  await boss.start()

  async function perform(practice: string, job: string): Promise<boolean> {
    const name = await jobRows.name(database.jobs, practice, job)
    const verb = options.jobs[name ?? ''] as Job<unknown> | undefined
    if (name === null || verb === undefined) throw new Error('nobody does this job')
    const did = await options.work(practice, name, async (within) => {
      const sealed = await jobRows.lock(within.tx, job)
      if (sealed === null) return null
      const payload: unknown = JSON.parse(vault.open(within.keys.record, jobPlace(job), sealed).toString())
      await verb(within, payload)
      await jobRows.done(within.tx, job)
      return true
    })
    options.poke()
    return did === true
  }

  for (const name of Object.keys(options.jobs)) {
    await boss.createQueue(name, { retryLimit: 10, retryDelay: 10, retryBackoff: true })
    await boss.work<{ practice: string }>(name, { notify: true } as object, async (batch) => {
      for (const { id, data } of batch) {
        await perform(data.practice, id).catch((error: unknown) => {
          log.error({ part: 'jobs', job: name, err: error }, 'a job failed; it is tried again')
          throw nameless(error)
        })
      }
    })
  }

  async function handOver(): Promise<void> {
    for (const { practice, job, name, run_at: runAt } of await jobRows.waiting(database.jobs)) {
      // The job's own id: handed over twice (a crash in between), it is in the queue once.
      await boss.send(name, { practice }, { id: job, startAfter: runAt, notify: true } as object)
      await jobRows.handedOver(database.jobs, practice, job)
    }
  }

  const running = new Set<Promise<unknown>>()
  const run = (act: () => Promise<unknown>, what: string) => {
    const done = act()
      .catch((error: unknown) => log.error({ part: 'jobs', err: error }, what))
      .finally(() => running.delete(done))
    running.add(done)
  }
  const repeat = (act: () => Promise<unknown>, everyMs: number, what: string) => {
    const timer = setInterval(() => run(act, what), everyMs)
    timer.unref()
    return timer
  }
  const timers = [
    repeat(handOver, handOverEveryMs, 'jobs could not be handed over; trying again'),
    ...[() => jobRows.tidy(database.jobs), ...options.tidies].map((tidy) =>
      repeat(tidy, tidyEveryMs, 'tidying failed; trying again'),
    ),
    ...options.errands.map((errand) => repeat(errand, errandEveryMs, 'an errand failed; trying again tomorrow')),
  ]
  await handOver()
  for (const errand of options.errands) run(errand, 'an errand failed; trying again tomorrow')

  return {
    handOver,
    perform,
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}

/** What the queue may keep of a failure, in the clear: its class. Messages and stacks quote what was opened. */
function nameless(error: unknown): Error {
  const kept = new Error(error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'Error')
  delete kept.stack
  return kept
}
