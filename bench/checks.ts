/** What the checks cost by themselves, with nobody at work: CPU of server and database, and transactions, a minute (METHOD.md). */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openChecks } from '../server/src/features/checks/open-checks.ts'
import { startCandour } from '../server/src/main.ts'
import { readConfig } from '../server/src/platform/config.ts'
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts'
import { practiceWork } from '../server/src/platform/jobs/practice-work.ts'
import { noLog } from '../server/src/platform/log.ts'
import { cpuOf } from './measure/processes.ts'
import { headersOf } from './operations/operation.ts'
import { fhirPatient } from './operations/people.ts'
import { machine } from './report.ts'
import { say } from './say.ts'
import type { Settings } from './settings.ts'
import { table } from './table.ts'
import { signUp } from './targets/candour.ts'
import { pause } from './targets/target.ts'
import { ownPool } from './twin/database.ts'

export interface CheckCost {
  practices: number
  /** A minute, milliseconds of CPU; what is used with the checks at rest is taken off. */
  server: number
  database: number
  /** A minute, likewise. */
  transactions: number
  /** Rows of states that were written, a minute. */
  written: number
  /** Seconds since the check that ran longest ago did, at the end. */
  oldest: number
}

/** Each with a few patients, so that there is something to look at. */
const patients = 3

export async function checkCosts({ isQuick, seconds }: Settings, home: string): Promise<CheckCost[]> {
  mkdirSync(join(home, 'keys'), { mode: 0o700 })
  const postgres = await startEmbeddedPostgres({
    directory: join(home, 'postgres'),
    passwordFile: join(home, 'keys', 'database-owner'),
    programs: join(home, 'programs'),
    log: noLog,
  })
  const config = { ...readConfig({ CANDOUR_HOME: home, CANDOUR_WEB: 'off' }), port: 0 }
  const candour = await startCandour(config, postgres.connection, { log: noLog, watches: false, signsByItself: false })
  const { address, parts } = candour
  const { vault, database, keysOf, checks } = parts
  // Hashing a thousand passwords would take longer than all that is measured.
  const hashed = await vault.hashPassword('harbour lantern quilt 9')
  Object.assign(vault, { hashPassword: () => Promise.resolve(hashed) })
  const pool = ownPool(postgres.connection, 1)
  const clock = { now: () => new Date() }
  const work = practiceWork({ database, vault, keysOf, clock })
  const place = { database, vault, blobs: {} as never, clock, config, address, work, log: noLog }
  const length = Math.max(seconds, isQuick ? 60 : 120)
  const costs: CheckCost[] = []
  try {
    let count = 0
    for (const practices of isQuick ? [1, 100] : [1, 100, 1_000]) {
      for (; count < practices; count++) await addPractice(address, count)
      say(`${practices} practices are there`)
      const state = async () => {
        const { rows } = await pool.query<{ transactions: number; written: number }>(
          `select (xact_commit + xact_rollback)::float8 as transactions,
             (select (n_tup_ins + n_tup_upd)::float8 from pg_stat_user_tables where relid = 'candour.check_state'::regclass) as written
           from pg_stat_database where datname = current_database()`,
        )
        return { ...rows[0]!, ...cpuOf(process.pid), at: performance.now() }
      }
      const during = async (ms: number) => {
        const before = await state()
        await pause(ms)
        // Figures of the database come a second late.
        await pause(1_500)
        const after = await state()
        const minutes = (after.at - before.at) / 60_000
        const each = (name: 'server' | 'database' | 'transactions' | 'written') =>
          (after[name] - before[name]) / minutes
        return {
          server: each('server'),
          database: each('database'),
          transactions: each('transactions'),
          written: each('written'),
        }
      }
      await pause(20_000)
      const idle = await during(30_000)
      const running = openChecks(
        { ...place, publicOrigin: address, spaceOf: () => Promise.reject(new Error('not asked')), patience: 30_000 },
        checks.all,
      )
      // The first look at each is no rhythm yet.
      for (let left = 1; left > 0; await pause(2_000)) left = await neverLookedAt(practices)
      await pause(30_000)
      const busy = await during(length * 1000)
      const { rows } = await pool.query<{ oldest: number }>(
        'select extract(epoch from now() - min(last_run_at))::float8 as oldest from candour.check_state',
      )
      await running.stop()
      const net = (name: keyof typeof busy) => Math.round(busy[name] - idle[name])
      costs.push({
        practices,
        server: net('server'),
        database: net('database'),
        transactions: net('transactions'),
        written: net('written'),
        oldest: Math.round(rows[0]!.oldest),
      })
      say(JSON.stringify(costs.at(-1)))
    }
    return costs
  } finally {
    await pool.end()
    await candour.stop()
    await postgres.stop()
  }

  async function neverLookedAt(practices: number): Promise<number> {
    const { rows } = await pool.query<{ looked: number }>(
      'select count(distinct practice)::float8 as looked from candour.check_state',
    )
    return practices - rows[0]!.looked
  }
}

async function addPractice(address: string, number: number): Promise<void> {
  const headers = headersOf(await signUp(address, `Practice ${number}`), 'application/fhir+json')
  for (let place = 0; place < patients; place++) {
    const body = JSON.stringify(fhirPatient(number * patients + place))
    const answer = await fetch(`${address}/fhir/R4/Patient`, { method: 'POST', headers, body })
    if (answer.status !== 201) throw new Error(`no patient: ${answer.status} ${await answer.text()}`)
  }
}

export function reportChecks(costs: CheckCost[], date: string): string {
  return [
    `# What the checks cost, ${date}`,
    `${machine()}. CPU of one core, milliseconds a minute, less what the same Candour uses with the checks at rest. How: [METHOD.md](../METHOD.md).`,
    table(
      [
        'Practices',
        'server',
        'database',
        'of a core',
        'transactions a minute',
        'rows of states a minute',
        'looked at longest ago',
      ],
      costs.map((one) => [
        one.practices.toLocaleString('en-GB'),
        `${one.server} ms`,
        `${one.database} ms`,
        `${((one.server + one.database) / 600).toFixed(1)}%`,
        String(one.transactions),
        String(one.written),
        `${one.oldest} s`,
      ]),
    ),
    '',
  ].join('\n\n')
}
