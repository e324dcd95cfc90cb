import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { patientRoutes } from '@candour/contract/patients.ts'
import { practiceRoutes } from '@candour/contract/practices.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTestHome } from '../../src/platform/database/embedded/test-postgres.ts'
import { password, registerPatient, signUp, type Person } from '../people.ts'
import { DidNotStart, freePort, startServerProcess, type ServerProcess, removeHome } from './server-process.ts'

let home: string
let port: number
let server: ServerProcess
let person: Person
let patient: string

beforeAll(async () => {
  home = await makeTestHome()
  port = await freePort()
  server = await startServerProcess({ home, port })
  person = await signUp(server)
  patient = (await registerPatient(person)).id
})
afterAll(async () => {
  await server.kill()
  await removeHome(home)
})

const keys = (...path: string[]) => join(home, 'keys', ...path)

/** What it says when it is started as it is now. */
async function refusal(): Promise<string> {
  try {
    server = await startServerProcess({ home, port })
  } catch (error) {
    if (error instanceof DidNotStart) return error.message
    throw error
  }
  throw new Error('it started')
}

async function everythingIsThere(): Promise<void> {
  server = await startServerProcess({ home, port })
  expect((await person.browser.call(patientRoutes.read, { id: patient })).family).toBe('Ashdowne')
  expect(await server.stop()).toBe(0)
}

async function trySignUp() {
  const agreement = await person.browser.call(practiceRoutes.readAgreement, {})
  const name = 'Ada Second'
  return server.visitor().try(practiceRoutes.signUp, {
    kind: 'gp',
    name: 'Second House',
    town: 'Leeds',
    person: { name, role: 'GP', email: 'ada@example.org', password },
    agreement: { version: agreement.version, acceptedBy: name },
  })
}

test.each([
  ['moved away', false],
  ['replaced by an empty folder, as when its volume is not there', true],
])('P30 the keyring is %s while Candour runs: no new key is made, 503, and nothing is lost', async (_, isEmpty) => {
  renameSync(keys('keyring'), keys('away'))
  if (isEmpty) mkdirSync(keys('keyring'))
  const refused = await trySignUp()
  expect([refused.status, refused.body.error.code]).toEqual([503, 'keys.unreachable'])
  expect(isEmpty ? readdirSync(keys('keyring')) : existsSync(keys('keyring'))).toEqual(isEmpty ? [] : false)
  if (isEmpty) rmSync(keys('keyring'), { recursive: true })
  renameSync(keys('away'), keys('keyring'))
  expect((await person.browser.call(patientRoutes.read, { id: patient })).family).toBe('Ashdowne')
})

test('P30 with the keys in place again a practice signs up', async () => {
  expect((await trySignUp()).status).toBe(200)
  expect(await server.stop()).toBe(0)
})

test.each([
  [
    'the root key is missing',
    'root.key',
    /The root key \S+root\.key is missing, but this database holds sealed records\. Put the keys back/,
  ],
  ['the keyring is missing', 'keyring', /The keyring \S+keyring is missing, but this database holds sealed records/],
  [
    "the database's password is missing",
    'database-owner',
    /password \S+database-owner is missing, but there is a database/,
  ],
])(
  'P30 %s: the start is refused in words, nothing is made in its place, and put back all is there',
  async (_, name, words) => {
    renameSync(keys(name), join(home, 'away'))
    const before = readdirSync(keys())
    const said = await refusal()
    expect(said).toMatch(words)
    expect(said).not.toMatch(/^ {4}at /m)
    expect(readdirSync(keys())).toEqual(before)
    renameSync(join(home, 'away'), keys(name))
    await everythingIsThere()
  },
)

test('P30 the keyring is empty: refused in words, and no new pepper is made in it', async () => {
  renameSync(keys('keyring'), join(home, 'away'))
  mkdirSync(keys('keyring'), { mode: 0o700 })
  expect(await refusal()).toMatch(/The keyring \S+keyring is empty, but this database holds sealed records/)
  expect(readdirSync(keys('keyring'))).toEqual([])
  rmSync(keys('keyring'), { recursive: true })
  renameSync(join(home, 'away'), keys('keyring'))
  await everythingIsThere()
})

test('P30 another root key than the one of this keyring is refused in words', async () => {
  const own = readFileSync(keys('root.key'))
  rmSync(keys('root.key'))
  writeFileSync(keys('root.key'), randomBytes(32), { mode: 0o400 })
  const said = await refusal()
  expect(said).toMatch(/The root key \S+ is not the one of the keyring/)
  expect(said).not.toMatch(/^ {4}at /m)
  rmSync(keys('root.key'))
  writeFileSync(keys('root.key'), own, { mode: 0o400 })
  await everythingIsThere()
})

test('P30 the whole folder of keys is gone: refused in words, and put back all is there', async () => {
  renameSync(keys(), join(home, 'away'))
  expect(await refusal()).toContain('Data and keys belong together')
  expect(readdirSync(keys())).toEqual([])
  rmSync(keys(), { recursive: true })
  renameSync(join(home, 'away'), keys())
  await everythingIsThere()
})

test('P30 a first start that was killed while the keys were made goes on where it was', async () => {
  const other = await makeTestHome()
  const inOther = (...path: string[]) => join(other, 'keys', ...path)
  server = await startServerProcess({ home: other, port })
  await server.stop()
  // As if it had been killed between the root key and the keyring, and again amid the pepper; the database is new too.
  rmSync(join(other, 'data'), { recursive: true })
  rmSync(inOther('keyring'), { recursive: true })
  server = await startServerProcess({ home: other, port })
  await server.stop()
  rmSync(join(other, 'data'), { recursive: true })
  rmSync(inOther('keyring'), { recursive: true })
  mkdirSync(inOther('keyring'), { mode: 0o700 })
  writeFileSync(inOther('keyring', '.pepper.json.0199'), '{"wra')
  server = await startServerProcess({ home: other, port })
  expect((await signUp(server)).session.practice.name).toBe('Tallow Lane Dental')
  expect(await server.stop()).toBe(0)
  await rm(other, { recursive: true })
})
