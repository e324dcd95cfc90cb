import { fileRoutes } from '@candour/contract/files.ts'
import { existsSync } from 'node:fs'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCandour, type TestCandour } from '../../../test/candour.ts'
import { registerPatient, signUp, type Person } from '../../../test/people.ts'
import { openBlobStore, type BlobStore } from '../../platform/blobs/blob-store.ts'
import { systemClock } from '../../platform/clock.ts'
import { practiceKeySource } from '../../platform/access/practice-keys.ts'
import { practiceWork } from '../../platform/jobs/practice-work.ts'
import { newId } from '../../platform/vault/ids.ts'
import { collectLeftovers } from './collect-leftovers.ts'

let candour: TestCandour
let owner: pg.Client
let store: BlobStore
let person: Person
let practice: string
let patient: string

beforeAll(async () => {
  candour = await startTestCandour()
  owner = new pg.Client(candour.owner)
  await owner.connect()
  store = await openBlobStore(candour.config.blobs, candour.parts.vault)
  person = await signUp(candour)
  practice = person.session.practice.id
  patient = (await registerPatient(person)).id
})
afterAll(async () => {
  await owner.end()
  await candour.stop()
})

const collect = () => {
  const { database, vault } = candour.parts
  const work = practiceWork({ database, vault, keysOf: practiceKeySource(vault), clock: systemClock })
  return collectLeftovers(store, database.jobs, work, new Date())
}
const hours = 3_600_000
const age = (path: string, ms: number) => utimes(path, new Date(Date.now() - ms), new Date(Date.now() - ms))

async function announce(): Promise<string> {
  const { id } = await person.browser.call(fileRoutes.announce, { patient, name: 'a.txt', size: 5 })
  return id
}

async function leaveBlob(of: string, ageMs: number): Promise<string> {
  const id = newId()
  const folder = join(store.directory, of, id.slice(-2))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, id), 'sealed bytes that no row names')
  await age(join(folder, id), ageMs)
  return join(folder, id)
}

async function leaveStaged(ageMs: number): Promise<string> {
  const path = join(store.directory, 'staging', `${practice}.${newId()}.${newId()}`)
  await writeFile(path, 'half')
  await age(path, ageMs)
  return path
}

test('what killed uploads left is collected after 24 hours, and what may still be running is not', async () => {
  const kept = await announce()
  await person.browser.send('PUT', `/api/files/${kept}/content`, 'hello')
  for (const path of await filesIn(store.directory)) await age(path, 1000 * hours)
  const [oldStaged, newStaged] = [await leaveStaged(25 * hours), await leaveStaged(23 * hours)]
  const [oldBlob, newBlob] = [await leaveBlob(practice, 25 * hours), await leaveBlob(practice, 23 * hours)]
  expect(await collect()).toEqual({ staged: 1, blobs: 1, announced: 0 })
  expect([oldStaged, newStaged, oldBlob, newBlob].map(existsSync)).toEqual([false, true, false, true])
  const read = await person.browser.send('GET', `/api/files/${kept}/content`)
  expect([read.status, read.body], 'a file of the record stays, however old').toEqual([200, 'hello'])
  expect(await collect()).toEqual({ staged: 0, blobs: 0, announced: 0 })
})

test('where the database does not know a practice nothing of it is touched: it may be the wrong database', async () => {
  const blob = await leaveBlob(newId(), 1000 * hours)
  expect(await collect()).toMatchObject({ blobs: 0 })
  expect(existsSync(blob)).toBe(true)
})

test('an announced file whose bytes never came is let go of after 48 hours, and the ledger says so', async () => {
  const [old, recent] = [await announce(), await announce()]
  await owner.query("update candour.blob set created_at = now() - interval '49 hours' where blob = $1", [old])
  expect(await collect()).toMatchObject({ announced: 1 })
  expect((await person.browser.send('PUT', `/api/files/${old}/content`, 'hello')).status).toBe(404)
  expect((await person.browser.send('PUT', `/api/files/${recent}/content`, 'hello')).status).toBe(201)
  await candour.settle()
  const { rows } = await owner.query(
    "select actor_kind, outcome from ledger.entry where practice = $1 and verb = 'file.forget-unfinished'",
    [practice],
  )
  expect(rows).toEqual([{ actor_kind: 'job', outcome: 'changed' }])
})

test('it happens by itself when Candour starts', async () => {
  const blobs = join(candour.home, 'other-blobs')
  await mkdir(join(blobs, 'staging'), { recursive: true })
  const staged = join(blobs, 'staging', `${practice}.${newId()}.${newId()}`)
  await writeFile(staged, 'half')
  await age(staged, 25 * hours)
  const other = await startTestCandour({}, (config) => ({ ...config, blobs }))
  await expect.poll(() => existsSync(staged), { timeout: 10_000 }).toBe(false)
  await other.stop()
})

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
