import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog } from '../../log.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { findServerProcesses } from './processes.ts'
import { makeTestHome, placesIn } from './test-postgres.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const lines: string[] = []
const log = createLog('debug', { write: (line: string) => void lines.push(line) })
const home = await makeTestHome()
const places = placesIn(home)
let server: EmbeddedPostgres

beforeAll(async () => {
  server = await startEmbeddedPostgres({ ...places, log })
})
afterAll(async () => {
  await server.stop()
  rmSync(home, { recursive: true })
})

async function ask(text: string, values: unknown[] = []): Promise<Record<string, string>[]> {
  const client = new pg.Client(server.connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, string>>(text, values)).rows
  } finally {
    await client.end()
  }
}

test('everything that was committed is on disk: the settings that it runs with', async () => {
  const rows = await ask(
    "select name, setting from pg_settings where source = 'command line' or name like 'data_check%'",
  )
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  expect(settings).toMatchObject({
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    wal_level: 'replica',
    listen_addresses: '',
    password_encryption: 'scram-sha-256',
    unix_socket_permissions: '0700',
    max_connections: '100',
    jit: 'off',
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_duration_statement: '-1',
  })
})

test('the database is UTF-8, with the locale that is built in and orders the same everywhere', async () => {
  const [database] = await ask(
    `select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding
     from pg_database where datname = current_database()`,
  )
  expect(database).toEqual({ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' })
})

test('a wrong password and no password are refused, on the socket too', async () => {
  for (const password of ['wrong', '']) {
    const client = new pg.Client({ ...server.connection, password })
    await expect(client.connect()).rejects.toThrow()
    await client.end().catch(() => undefined)
  }
})

test('it runs as a user of its own when root started it, and only that user reaches data and socket', () => {
  const { uid } = statSync(`/proc/${server.processId()}`)
  if (process.getuid?.() === 0) expect(uid).not.toBe(0)
  for (const path of [places.directory, join(places.directory, 'cluster'), server.connection.host]) {
    expect([path, statSync(path).uid, statSync(path).mode & 0o777]).toEqual([path, uid, 0o700])
  }
  const password = statSync(places.passwordFile)
  expect([password.uid, password.mode & 0o777]).toEqual([process.getuid?.(), 0o600])
})

test('the password lies in its file and nowhere in the data', () => {
  const password = readFileSync(places.passwordFile)
  expect(password).toHaveLength(43)
  const files = readdirSync(places.directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  expect(files.length).toBeGreaterThan(500)
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name)).includes(password)).toBe(false)
})

test('what a client sends does not reach the log, however it fails', async () => {
  const canary = 'canary 9434765919'
  await ask('create table noted (id int primary key, words text check (length(words) < 40))')
  await ask('insert into noted values (1, $1)', [canary])
  const failing: [string, unknown[]][] = [
    ['insert into noted values (1, $1)', [canary]],
    ['insert into noted values (2, $1)', [canary.repeat(9)]],
    ['insert into noted values ($1)', [canary]],
    [`insert into noted values ('${canary}')`, []],
    [`select '${canary}'::json`, []],
    [`select "${canary}"`, []],
    [`do $$ begin raise exception E'${canary}\n${canary}'; end $$`, []],
    [`do $$ begin raise warning '${canary}'; end $$`, []],
    [`do $$ begin raise log E'${canary}\ncandour|postmaster|00000|LOG:  ${canary}'; end $$`, []],
  ]
  for (const [text, values] of failing) await ask(text, values).catch(() => undefined)
  await expect.poll(() => lines.join('')).toContain('"sqlState":"23505"')
  expect(lines.join('')).toContain('"sqlState":"22P02"')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(lines.join('')).not.toContain('canary')
})

test('it knows its version, and nothing of the environment of Candour', async () => {
  expect(server.version).toMatch(/^18\.\d+$/)
  expect(server.isNew).toBe(true)
  const environment = readFileSync(`/proc/${server.processId()}/environ`, 'utf8')
  expect(environment.split('\0').filter((entry) => entry !== '' && !/^(LC_ALL|TZ|PATH|PG_\w+)=/.test(entry))).toEqual(
    [],
  )
})

test('killed, it comes back by itself with everything that was committed', async () => {
  const killed = server.processId()
  await ask('insert into noted values (7, $1)', ['kept'])
  process.kill(killed, 'SIGKILL')
  await expect
    .poll(() => ask('select words from noted where id = 7'), { timeout: 10_000, interval: 20 })
    .toEqual([{ words: 'kept' }])
  expect(server.processId()).not.toBe(killed)
})

test('a second one on the same directory is refused in words, and the first goes on', async () => {
  await expect(startEmbeddedPostgres({ ...places, log })).rejects.toThrow(
    /^Candour is already running on this data directory \(process \d+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)/,
  )
  expect(await ask('select 1 as one')).toEqual([{ one: 1 }])
})

test('stopped, it leaves no process behind, and starts again with the same connection', async () => {
  const before = server.connection
  await server.stop()
  expect(await findServerProcesses(places.directory)).toEqual([])
  server = await startEmbeddedPostgres({ ...places, log })
  expect(server.isNew).toBe(false)
  expect(server.connection).toEqual(before)
  expect(await ask('select count(*)::int as count from noted where id in (1, 7)')).toEqual([{ count: 2 }])
})

test('with keys that are not its own it says so, and does not start', async () => {
  await server.stop()
  const passwordFile = join(home, 'other-keys', 'database-owner')
  await expect(startEmbeddedPostgres({ ...places, passwordFile, log })).rejects.toThrow('Data and keys belong together')
  expect(await findServerProcesses(places.directory)).toEqual([])
  server = await startEmbeddedPostgres({ ...places, log })
})
