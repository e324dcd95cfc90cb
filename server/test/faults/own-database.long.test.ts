import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { readDatabaseUrl } from '../../src/platform/config/database-url.ts'
import { freePort } from './server-process.ts'
import { keepResult } from './results.ts'

const checkout = join(import.meta.dirname, '../../..')
/** Debian's, which is the oldest that Candour takes. */
const debian = '/usr/lib/postgresql/15/bin'
const given = process.env['CANDOUR_TEST_DATABASE_URL'] ?? ''

interface OwnServer {
  url: string
  stop(): Promise<void>
}

/** A PostgreSQL as an operator brings one: its own settings, and a user who may make roles and databases and no more. */
async function startDebianServer(): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'candour-own-'))
  chmodSync(folder, 0o777)
  const port = await freePort()
  const as = (command: string) => execFileSync('su', ['postgres', '-s', '/bin/sh', '-c', command], { stdio: 'pipe' })
  const data = join(folder, 'data')
  as(
    `printf trial-password > ${folder}/password && ${debian}/initdb -D ${data} -U postgres -A scram-sha-256 --pwfile=${folder}/password`,
  )
  as(`${debian}/pg_ctl -D ${data} -l ${folder}/log -w -o "-c port=${port} -c unix_socket_directories=${folder}" start`)
  const admin = `postgres://postgres:trial-password@127.0.0.1:${port}/postgres`
  const client = new pg.Client({ ...readDatabaseUrl(admin) })
  await client.connect()
  await client.query("create role operator login createrole createdb password 'trial-password'")
  await client.end()
  return {
    // The tests look behind the walls, which only a superuser can.
    url: admin,
    async stop() {
      as(`${debian}/pg_ctl -D ${data} -m immediate stop`)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[]
}

test.runIf(given !== '' || existsSync(debian))(
  'the whole normal suite passes on a PostgreSQL of your own',
  async () => {
    const own = given === '' ? await startDebianServer() : { url: given, stop: async () => undefined }
    try {
      const client = new pg.Client({ ...readDatabaseUrl(own.url) })
      await client.connect()
      const { server_version: version } = (await client.query<{ server_version: string }>('show server_version'))
        .rows[0]!
      await client.end()
      const report = join(tmpdir(), `candour-own-${process.pid}.json`)
      const vitest = join(checkout, 'node_modules/vitest/vitest.mjs')
      const run = spawn(process.execPath, [vitest, 'run', 'server', '--reporter=json', `--outputFile=${report}`], {
        cwd: checkout,
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CANDOUR_TEST_DATABASE_URL: own.url },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      await once(run, 'exit')
      const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
      await rm(report)
      const failed = testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      )
      await keepResult('own-database', `PostgreSQL ${version}: ${numPassedTests} passed, ${numFailedTests} failed`)
      expect(failed).toEqual([])
      expect(numPassedTests).toBeGreaterThan(300)
    } finally {
      await own.stop()
    }
  },
  1_200_000,
)
