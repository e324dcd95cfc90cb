import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryRoutes } from '@candour/contract/entries.ts'
import { patientRoutes } from '@candour/contract/patients.ts'
import { supportRoutes } from '@candour/contract/support.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { installation } from '../../src/features/accounts/installation.ts'
import { listCredentials } from '../../src/features/keys/credentials.ts'
import { namingColumns } from '../../src/features/keys/names-version.store.ts'
import { rotateCredentials, type AskedFor } from '../../src/features/keys/rotate-credentials.ts'
import { startCandour, type Candour } from '../../src/main.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Config } from '../../src/platform/config.ts'
import { startTestPostgres, type TestPostgres } from '../../src/platform/database/embedded/test-postgres.ts'
import { readRoleFile } from '../../src/platform/database/role-file.ts'
import { practiceWork } from '../../src/platform/jobs/practice-work.ts'
import { createLog } from '../../src/platform/log.ts'
import { Browser } from '../browser.ts'
import { supportPerson } from '../support.ts'
import { password, registerPatient, signIn, signUp, whoAmI, type Person } from '../people.ts'

/** Two nodes of one installation, on a PostgreSQL of their own: roles belong to a whole server. */
let postgres: TestPostgres
let home: string
let config: Config
const nodes: Candour[] = []
let owner: pg.Client
let person: Person
let patient: string

const visitor = (node: number) => ({ ...nodes[node]!, visitor: () => new Browser(nodes[node]!.address) })
const start = () => startCandour(config, postgres.connection, { log: createLog('silent') })

beforeAll(async () => {
  postgres = await startTestPostgres()
  home = await mkdtemp(join(tmpdir(), 'candour-rotation-'))
  await mkdir(join(home, 'keys'), { mode: 0o700 })
  config = {
    home,
    data: join(home, 'data'),
    blobs: join(home, 'data', 'blobs'),
    keys: join(home, 'keys'),
    host: '127.0.0.1',
    port: 0,
    origins: ['http://localhost:3000'],
    tls: null,
    trustedProxies: [],
    database: { kind: 'server', connection: postgres.connection },
    webApp: false,
    demo: false,
    logLevel: 'silent',
    finderMemory: 64_000_000,
    breachCheckUrl: null,
    mailServer: null,
    signInIssuers: [],
    witnesses: [],
    tracesTo: null,
  }
  for (const _ of [1, 2]) nodes.push(await start())
  owner = new pg.Client(postgres.connection)
  await owner.connect()
  person = await signUp(visitor(0), 'Rotating House')
  patient = (await registerPatient(person)).id
}, 60_000)
afterAll(async () => {
  await owner.end()
  for (const node of nodes) await node.stop()
  await postgres.stop()
  await rm(home, { recursive: true, force: true })
})

/** At the second node, as its own job would. */
async function rotate(hours: number, asked: AskedFor) {
  const { database, vault, keysOf } = nodes[1]!.parts
  const work = practiceWork({ database, vault, keysOf, clock: systemClock })
  const parts = { database, vault, work, log: createLog('silent'), keysDirectory: config.keys, by: 'Candour' as const }
  const now = new Date(Date.now() + hours * 3_600_000)
  return rotateCredentials({ ...parts, owner: postgres.connection, ownerPasswordFile: null }, now, asked)
}

/** The same session, at either node, wherever it listens now. */
function at(node: number): Browser {
  const browser = new Browser(nodes[node]!.address)
  browser.cookie = person.browser.cookie
  browser.csrf = person.browser.csrf
  return browser
}

/** Reads and writes at both nodes until the test is over: first few at once, then more, which takes new connections. */
function workAtBoth() {
  let isOver = false
  let most = 2
  const refused: string[] = []
  let done = 0
  const once = async (node: number) => {
    const browser = at(node)
    const answers = await Promise.all([
      browser.try(patientRoutes.read, { id: patient }),
      browser.try(patientRoutes.find, { text: 'Ashdowne' }),
      browser.try(patientRoutes.register, {
        family: 'Rotation',
        given: `N${done}`,
        birthDate: '1960-06-06',
        sex: 'female',
        duplicatesSeen: true,
      }),
    ])
    for (const { status, body } of answers)
      if (status === 200) done += 1
      else refused.push(`${status} ${JSON.stringify(body)}`)
  }
  const running = (async () => {
    for (let width = 1; !isOver; width = (width % most) + 1)
      await Promise.all(Array.from({ length: width }, (_, place) => once(place % 2)))
  })()
  const stop = async () => {
    isOver = true
    await running
    return { refused, done }
  }
  onTestFinished(async () => void (await stop()))
  const widen = () => {
    most = 16
  }
  return { widen, stop }
}

const doors = async () =>
  (
    await owner.query<{ name: string }>(
      "select distinct usename as name from pg_stat_activity where usename like 'candour\\_%' and datname = current_database() order by 1",
    )
  ).rows.map(({ name }) => name)

test('P24 the database’s passwords are replaced under two nodes that work, and no request is refused for it', async () => {
  const load = workAtBoth()
  const before = readRoleFile(config.keys)
  expect(await rotate(0, { database: true })).toMatchObject({ database: 'replaced' })
  load.widen()
  await expect
    .poll(async () => (await doors()).filter((name) => name.endsWith('_b')).length, { timeout: 20_000 })
    .toBeGreaterThan(0)
  await signIn(visitor(0), person.email)
  expect(new Set((await doors()).map((name) => name.slice(-2))).size).toBeGreaterThan(1)
  const { refused, done } = await load.stop()
  expect(refused).toEqual([])
  expect(done).toBeGreaterThan(3)
  await nodes[0]!.stop()
  nodes[0] = await start()
  await signIn(visitor(0), person.email)

  // An hour later whatever came by the door before is gone, and everybody is back by the other.
  expect(await rotate(1.1, {})).toMatchObject({ database: 'closed' })
  await expect.poll(async () => (await doors()).every((name) => name.endsWith('_b'))).toBe(true)
  expect(readRoleFile(config.keys).passwords).not.toEqual(before.passwords)
  await expect
    .poll(async () => (await at(0).try(patientRoutes.read, { id: patient })).status, { timeout: 5_000 })
    .toBe(200)
  await nodes[0]!.parts.jobs.handOver()
  expect((await fetch(`${nodes[0]!.address}/ready`)).status).toBe(200)
}, 60_000)

const versionsOf = async (practice: string) =>
  (await readdir(join(config.keys, 'keyring', practice))).filter((name) => /^\d+\.json$/.test(name)).toSorted()

test('P24 every column that names the version of a key is one that the rotation looks at', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select c.table_schema || '.' || c.table_name || '.' || c.column_name as name
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.column_name like '%key\\_version%' and t.table_type = 'BASE TABLE'
       and c.table_schema not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const known = [...namingColumns.practice, ...namingColumns.installation]
  expect(rows.map(({ name }) => name)).toEqual(known.toSorted())
})

/** Rows that name a version below this one of the key that they need. */
async function namesBefore(version: number): Promise<string[]> {
  const named: string[] = []
  for (const column of [...namingColumns.practice, ...namingColumns.installation]) {
    const at = column.lastIndexOf('.')
    const { rows } = await owner.query(
      `select 1 from ${column.slice(0, at)} where ${column.slice(at + 1)} < $1 and wrapped is not null`,
      [version],
    )
    if (rows.length > 0) named.push(column)
  }
  return named
}

test('P24 practices’ keys, the installation’s and the root key are replaced under load; all opens after those before are gone, and nothing names them', async () => {
  const { practice } = await whoAmI(at(0))
  const other = await signUp(visitor(1), 'Left Alone House', 'Una Moss')
  const support = await supportPerson(visitor(0))
  const load = workAtBoth()
  load.widen()
  expect(await rotate(0, { practices: 'all', root: true })).toMatchObject({
    root: 'replaced',
    practices: 2,
    destroyed: 0,
  })
  expect(await versionsOf(practice.id)).toEqual(['1.json', '2.json'])
  await signIn(visitor(0), person.email)
  const { refused } = await load.stop()
  expect(refused).toEqual([])

  expect(await rotate(1.1, {})).toMatchObject({ root: 'destroyed', practices: 0, destroyed: 3 })
  for (const id of [practice.id, installation]) expect(await versionsOf(id)).toEqual(['2.json'])
  expect((await readdir(config.keys)).filter((name) => name.startsWith('root'))).toEqual(['root.key'])
  expect(await namesBefore(2)).toEqual([])

  // With nothing in memory.
  for (const node of [0, 1]) {
    await nodes[node]!.stop()
    nodes[node] = await start()
  }
  const back = await signIn(visitor(1), person.email)
  expect((await back.browser.call(patientRoutes.read, { id: patient })).family).toBe('Ashdowne')
  expect((await back.browser.call(patientRoutes.find, { text: 'Rotation' })).matches.length).toBeGreaterThan(3)
  await signIn(visitor(0), other.email, password)
  const entry = visitor(0).visitor()
  const signed = support.passkey.sign(await entry.call(supportRoutes.startSignIn, {}))
  expect((await entry.call(supportRoutes.signIn, { signed })).name).toBe(support.name)
})

test('P24 each replacement stands in the log, and that of a practice in its ledger; ages and next times are known', async () => {
  const back = await signIn(visitor(0), person.email)
  const { practice } = await whoAmI(back.browser)
  const log = (await readFile(join(config.keys, 'rotations.jsonl'), 'utf8')).trim().split('\n')
  const told = log.map((line) => JSON.parse(line) as { what: string; did: string; practice?: string; at: string })
  for (const what of ['database passwords', 'installation key', 'root key', 'practice key'])
    for (const did of ['made', 'destroyed'])
      expect([what, did, told.some((line) => line.what === what && line.did === did)]).toEqual([what, did, true])
  expect(told.filter(({ practice: one }) => one === practice.id).map(({ did }) => did)).toEqual(['made', 'destroyed'])
  const entered = "select verb from ledger.entry where practice = $1 and verb like 'key.%' order by number"
  await expect
    .poll(async () => (await owner.query<{ verb: string }>(entered, [practice.id])).rows.map(({ verb }) => verb))
    .toEqual(['key.make', 'key.destroy'])
  const { entries } = await back.browser.call(entryRoutes.list, {})
  expect(entries.map(({ what }) => what)).toContain('Destroyed the practice’s key before')

  const day = 24 * 3_600_000
  const listed = await listCredentials(config.keys, new Date())
  expect(listed.map(({ name, isOverdue }) => [name, isOverdue])).toEqual([
    ['passwords of the database', false],
    ['keys of practices', false],
    ['root key', false],
  ])
  for (const { since, next } of listed) expect(next.getTime() - since.getTime()).toBeGreaterThanOrEqual(28 * day)
  const late = await listCredentials(config.keys, new Date(Date.now() + 100 * day))
  expect(late.map(({ isOverdue }) => isOverdue)).toEqual([true, true, false])
})

test('P24 the job replaces by itself what is due, each in its time', async () => {
  const after = async (days: number) => rotate(days * 24, {})
  expect(await after(27)).toMatchObject({ database: null, root: null, practices: 0 })
  expect(await after(29)).toMatchObject({ database: null, root: null, practices: 2 })
  expect(await after(61)).toMatchObject({ database: 'replaced', root: null })
})

test('P24 P29 a key that does not open holds its version back and nobody else', async () => {
  const { id } = (await whoAmI((await signIn(visitor(0), person.email)).browser)).practice
  await rotate(24 * 365, {})
  const [before] = (await versionsOf(id)).slice(-1)
  const cut =
    'update candour.compartment set wrapped = set_byte(wrapped, 60, get_byte(wrapped, 60) # 1) where practice = $1 and compartment = $2'
  await owner.query(cut, [id, patient])
  expect(await rotate(0, { practices: [id] })).toMatchObject({ practices: 1, destroyed: 0 })
  expect((await rotate(2, {}))!.destroyed).toBe(0)
  expect(await versionsOf(id)).toContain(before)
  await owner.query(cut, [id, patient])
  expect((await rotate(2, {}))!.destroyed).toBe(1)
  expect(await versionsOf(id)).not.toContain(before)
  const back = await signIn(visitor(0), person.email)
  expect((await back.browser.call(patientRoutes.read, { id: patient })).family).toBe('Ashdowne')
})
