import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { noLog } from '../../log.ts'
import type { DatabaseConnection } from '../../config/database-url.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { findServerProcesses } from './processes.ts'
import { makeTestHome, placesIn } from './test-postgres.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const home = await makeTestHome()
const places = placesIn(home)
afterAll(() => rmSync(home, { recursive: true }))

/** Another process that starts the server, and tells its connection. */
async function startElsewhere(
  dieWithParent: boolean,
): Promise<{ parent: ChildProcess; connection: DatabaseConnection }> {
  const program = join(home, 'parent.ts')
  const module = join(import.meta.dirname, 'embedded-postgres.ts')
  writeFileSync(
    program,
    `import { startEmbeddedPostgres } from ${JSON.stringify(module)}
     const log = { debug() {}, info() {}, warn() {}, error() {} }
     const server = await startEmbeddedPostgres({ ...${JSON.stringify(places)}, log, dieWithParent: ${dieWithParent} })
     process.send({ ...server.connection })`,
  )
  const parent = fork(program, { stdio: 'inherit' })
  const [connection] = (await once(parent, 'message')) as [DatabaseConnection]
  return { parent, connection }
}

async function commitRow(connection: DatabaseConnection): Promise<number> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  await client.query('create table if not exists kept (at serial)')
  const { rows } = await client.query<{ at: number }>('insert into kept default values returning at')
  return rows[0]!.at
}

test.each([
  ['and the kernel stops its server', true],
  ['and its server lives on', false],
])('a parent is killed %s: the next start takes over with everything committed', async (_, dieWithParent) => {
  const { parent, connection } = await startElsewhere(dieWithParent)
  await expect(startEmbeddedPostgres({ ...places, log: noLog })).rejects.toThrow('already running')
  const row = await commitRow(connection)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  if (!dieWithParent) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await findServerProcesses(places.directory)).not.toEqual([])
  }
  const server = await startEmbeddedPostgres({ ...places, log: noLog })
  expect(await commitRow(server.connection)).toBeGreaterThan(row)
  await server.stop()
})

test('parent and postmaster are killed at once, and an id that is in use stands in the pid file', async () => {
  const { parent, connection } = await startElsewhere(false)
  const row = await commitRow(connection)
  const exited = once(parent, 'exit')
  parent.kill('SIGKILL')
  for (const id of await findServerProcesses(places.directory)) process.kill(id, 'SIGKILL')
  await exited
  writeFileSync(join(places.directory, 'cluster', 'postmaster.pid'), `${process.pid}\n${places.directory}/cluster\n`)
  const server = await startEmbeddedPostgres({ ...places, log: noLog })
  expect(await commitRow(server.connection)).toBeGreaterThan(row)
  await server.stop()
})

test('a first start that was killed halfway is done again from nothing', async () => {
  const other = placesIn(join(home, 'halfway'))
  mkdirSync(join(other.directory, 'cluster.new', 'base'), { recursive: true, mode: 0o711 })
  writeFileSync(join(other.directory, 'password.new'), 'left')
  const server = await startEmbeddedPostgres({ ...other, log: noLog })
  expect(server.isNew).toBe(true)
  expect(existsSync(join(other.directory, 'password.new'))).toBe(false)
  await server.stop()
})

test('below a path too long for a socket, it takes a short one', async () => {
  const other = placesIn(join(home, 'a'.repeat(60), 'b'.repeat(60)))
  const server = await startEmbeddedPostgres({ ...other, log: noLog })
  expect(Buffer.byteLength(server.connection.host)).toBeLessThan(80)
  expect(await commitRow(server.connection)).toBe(1)
  await server.stop()
  rmSync(server.connection.host, { recursive: true })
})
