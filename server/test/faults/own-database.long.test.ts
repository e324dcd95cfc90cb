import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { readDatabaseUrl } from '../../src/platform/config/database-url.ts'
import { registerPatient, signUp } from '../people.ts'
import { keepResult } from './results.ts'
import { freePort, startServerProcess } from './server-process.ts'

const checkout = join(import.meta.dirname, '../../..')
/** Debian's, which is the oldest that Candour takes. */
const debian = '/usr/lib/postgresql/15/bin'
const given = process.env['CANDOUR_TEST_DATABASE_URL'] ?? ''

interface OwnServer {
  /** Of a superuser: the tests look behind the walls. */
  url: string
  /** Of somebody who may make roles, and owns a database. */
  operatorUrl: string | null
  stop(): Promise<void>
}

/** A PostgreSQL as an operator brings one, with its own settings. */
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
  await client.query("create role operator login createrole password 'trial-password'")
  await client.query('create database records owner operator')
  await client.end()
  return {
    url: admin,
    operatorUrl: `postgres://operator:trial-password@127.0.0.1:${port}/records`,
    async stop() {
      as(`${debian}/pg_ctl -D ${data} -m immediate stop`)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** It need not be a superuser whose database it is. */
async function runAsOperator(url: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'candour-operator-'))
  const server = await startServerProcess({ home, port: await freePort(), env: { DATABASE_URL: url } })
  const person = await signUp(server)
  expect((await registerPatient(person)).family).toBe('Ashdowne')
  expect(await server.stop()).toBe(0)
  await rm(home, { recursive: true })
}

/** JUnit's XML, as far as it is needed. */
function readReport(xml: string): { passed: number; failed: string[] } {
  const cases = xml.split('<testcase ').slice(1)
  const failed = cases.filter((one) => /<(failure|error)\b/.test(one))
  const skipped = cases.filter((one) => one.includes('<skipped'))
  return {
    passed: cases.length - failed.length - skipped.length,
    failed: failed.map((one) => /name="([^"]*)"/.exec(one)?.[1] ?? 'one without a name'),
  }
}

test.runIf(given !== '' || existsSync(debian))(
  'the whole normal suite passes on a PostgreSQL of your own',
  async () => {
    const own =
      given === '' ? await startDebianServer() : { url: given, operatorUrl: null, stop: async () => undefined }
    try {
      const client = new pg.Client({ ...readDatabaseUrl(own.url) })
      await client.connect()
      const { server_version: version } = (await client.query<{ server_version: string }>('show server_version'))
        .rows[0]!
      await client.end()
      if (own.operatorUrl !== null) await runAsOperator(own.operatorUrl)
      const report = join(tmpdir(), `candour-own-${process.pid}.xml`)
      const vitest = join(checkout, 'node_modules/vitest/vitest.mjs')
      const run = spawn(
        process.execPath,
        [vitest, 'run', 'server', '--reporter=junit', `--outputFile.junit=${report}`],
        {
          cwd: checkout,
          env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CANDOUR_TEST_DATABASE_URL: own.url },
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      await once(run, 'exit')
      const { passed, failed } = readReport(readFileSync(report, 'utf8'))
      await rm(report)
      await keepResult(
        'own-database',
        `PostgreSQL ${version}: ${passed} passed, ${failed.length} failed ${failed.join('; ')}`.trim(),
      )
      expect(failed).toEqual([])
      expect(passed).toBeGreaterThan(300)
    } finally {
      await own.stop()
    }
  },
  1_200_000,
)
