import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { patientRoutes } from '@candour/contract/patients.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { freePort, ownerOf, startServerProcess, type ServerProcess, removeHome } from '../faults/server-process.ts'
import { readRoleFile } from '../../src/platform/database/role-file.ts'
import { createCanaries } from './canaries.ts'
import { workOnIdentity } from './plant-identity.ts'
import { workOnIncidents } from './plant-incidents.ts'
import { moveRecords } from './plant-transfers.ts'
import { openPractice, registerMarked, workOnRecord, workOnTeam, type Day } from './plant.ts'
import { makeMistakes, workOnFiles, workOnResources } from './plant-bytes.ts'
import { createScanner, type Scanner } from './scan.ts'

const canaries = createCanaries()
let home: string
let server: ServerProcess
let client: pg.Client
let day: Day
let printed = ''

beforeAll(async () => {
  home = await makeTestHome()
  server = await startServerProcess({ home, port: await freePort() })
  client = await connect()
})
afterAll(async () => {
  await client.end().catch(() => undefined)
  await server.kill()
  await removeHome(home)
})

async function connect(): Promise<pg.Client> {
  const own = new pg.Client(ownerOf(home))
  own.on('error', () => undefined)
  await own.connect()
  return own
}

/** Data, and all else in the home; the keys' folder holds secrets by right, and personal data never. */
function scanHome(): Scanner {
  const scanner = createScanner(canaries.planted)
  scanner.scanFolder(join(home, 'data'))
  scanner.scan(Buffer.from(printed + server.output()), 'what it printed')
  return scanner
}

function expectNothing({ findings, files, bytes }: Scanner): void {
  expect(findings).toEqual([])
  expect(files).toBeGreaterThan(500)
  expect(bytes).toBeGreaterThan(20_000_000)
}

/** The marks of the fields are few; what counts is that every field was filled. */
test('P29 a day at a practice fills every field, file and mistake with canaries', async () => {
  for (const [what, path] of [
    ['root key', 'root.key'],
    ['password of the database', 'database-owner'],
  ] as const)
    canaries.secret(what, readFileSync(join(home, 'keys', path)))
  const { passwords } = readRoleFile(join(home, 'keys'))
  for (const [role, password] of Object.entries(passwords)) canaries.secret(`password of ${role}`, password)

  day = await openPractice(server.address, canaries)
  await workOnTeam(day, canaries)
  await workOnRecord(day, canaries)
  await workOnFiles(day, canaries)
  await workOnResources(day, canaries)
  await makeMistakes(day, canaries)
}, 60_000)

test('P12 P16 P29 every way in, and every way to lose it, is gone once with canaries in names, reasons, codes and links', async () => {
  await workOnIdentity(day, canaries, home)
}, 120_000)

test('P29 an INSERT that fails in the database tells its values to nobody', async () => {
  await client.query('alter table candour.directory add constraint broken check (false) not valid')
  await client.query('alter table candour.token add constraint broken check (false) not valid')
  const refused = await day.owner.try(patientRoutes.register, {
    family: canaries.text('surname in a failing INSERT'),
    given: 'Ada',
    birthDate: canaries.birthDate('birth date in a failing INSERT'),
    sex: 'female',
    nhsNumber: canaries.nhsNumber('NHS number in a failing INSERT'),
    duplicatesSeen: true,
  })
  expect(refused.status).toBe(500)
  expect(JSON.stringify(refused.body)).not.toContain('violates')
  await client.query('alter table candour.directory drop constraint broken')
  await client.query('alter table candour.token drop constraint broken')
})

test('P29 jobs run, and tell the practice', async () => {
  // Those that the queue has already were handed over with their time; the others get theirs now.
  await client.query("update candour.job set run_at = now() - interval '1 second'")
  await client.query("update boss.job set start_after = now() where state = 'created' and start_after > now()")
  await expect
    .poll(async () => (await day.owner.call(noticeRoutes.list, {})).notices.length, { timeout: 30_000, interval: 500 })
    .toBe(3)
}, 40_000)

test('P29 P50 a case of an incident is worked through with canaries in all that is written in it', async () => {
  await workOnIncidents(day, canaries, home)
}, 60_000)

test('P29 records come and go in bulk', async () => {
  await moveRecords(day, canaries)
}, 60_000)

test('P29 nothing lies in the clear in tables, write-ahead log, temporary files, blobs and logs of a running Candour', async () => {
  await client.query('checkpoint')
  await client.query('vacuum analyze')
  // A sort that does not fit into memory, left open: its temporary files are on the disk.
  await client.query("set work_mem = '64kB'")
  await client.query('begin')
  await client.query(
    'declare sorted cursor for select r.sealed, r.summary, n from candour.resource r, generate_series(1, 50) n order by r.summary, n',
  )
  await client.query('fetch 1 from sorted')
  const scanner = scanHome()
  await scanner.scanTables(ownerOf(home))
  await client.query('rollback')
  expectNothing(scanner)
}, 60_000)

test('P29 nothing lies in the clear after a crash amid writes, nor after the recovery', async () => {
  const writing = Array.from({ length: 20 }, () => registerMarked(day.owner, canaries).catch(() => undefined))
  await workOnFiles(day, canaries)
  void workOnFiles(day, canaries).catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 150))
  await server.kill()
  await Promise.all(writing)
  expectNothing(scanHome())

  printed = server.output()
  server = await startServerProcess({ home, port: Number(new URL(server.address).port) })
  client = await connect()
  await registerMarked(day.owner, canaries)
  await client.query('vacuum full')
  await client.query('checkpoint')
  await client.end()
  expect(await server.stop()).toBe(0)
  expectNothing(scanHome())
}, 60_000)

test('P29 the same search finds a canary that was put there unsealed, in table, write-ahead log and output', async () => {
  server = await startServerProcess({ home, port: Number(new URL(server.address).port) })
  client = await connect()
  const text = canaries.text('planted unsealed')
  await client.query('create table ops.planted (value text)')
  await client.query('insert into ops.planted values ($1)', [text])
  await client.query('checkpoint')
  printed += `${text}\n`
  const scanner = scanHome()
  const found = scanner.findings.map((finding) => finding.where.replace(home, ''))
  expect(found.some((where) => where.startsWith('/data/postgres/cluster/base/'))).toBe(true)
  expect(found.some((where) => where.startsWith('/data/postgres/cluster/pg_wal/'))).toBe(true)
  expect(found).toContain('what it printed')
}, 60_000)
