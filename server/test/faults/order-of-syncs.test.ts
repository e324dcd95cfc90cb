import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statement } from '../../src/platform/database/statement.ts'
import { localDisk, type Disk, type DiskFile } from '../../src/platform/vault/disk.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { announceFile } from '../uploads/send.ts'

let candour: TestCandour
let client: pg.Client
let person: Person
let patient: string
let steps: string[] = []

/** Notes each step in the blobs' folder together with what another connection sees of the file's row at that moment. */
async function note(step: string): Promise<void> {
  if (client === undefined) return
  const { rows } = await client.query<{ state: string }>('select state from candour.blob')
  steps.push(`${step}, row ${rows[0]?.state ?? 'absent'}`)
}

const short = (path: string) =>
  path
    .slice(candour === undefined ? 0 : candour.config.blobs.length)
    .replace(/^\/staging\/.+/, 'staged file')
    .replace(/^\/[0-9a-f-]{36}\/[0-9a-f]{2}\/.+/, 'file')
    .replace(/^\/[0-9a-f-]{36}\/[0-9a-f]{2}$/, 'folder')
    .replace(/^\/[0-9a-f-]{36}$/, 'practice')
    .replace(/^$/, 'blobs')

const watched: Disk = {
  ...localDisk,
  async open(path, flags, mode) {
    const file = await localDisk.open(path, flags, mode)
    const name = short(path)
    return {
      read: ((...args: Parameters<DiskFile['read']>) => file.read(...args)) as DiskFile['read'],
      write: (async (bytes: Uint8Array, at: number, length: number) => {
        await note(`write ${name}`)
        return file.write(bytes, at, length)
      }) as unknown as DiskFile['write'],
      stat: (() => file.stat()) as DiskFile['stat'],
      async sync() {
        await file.sync()
        await note(`synced ${name}`)
      },
      close: () => file.close(),
    }
  },
  async link(from, to) {
    await localDisk.link(from, to)
    await note(`named ${short(from)} ${short(to)}`)
  },
  async unlink(path) {
    await localDisk.unlink(path)
    await note(`gone ${short(path)}`)
  },
}

beforeAll(async () => {
  candour = await startTestCandour({ disk: watched })
  client = new pg.Client(candour.owner)
  await client.connect()
  person = await signUp(candour)
  patient = (await registerPatient(person)).id
})
afterAll(async () => {
  await client.end()
  await candour.stop()
})

test('P62 an upload: staged row, bytes, their sync, name, its sync, row, answer, each on disk before the next', async () => {
  const bytes = Buffer.alloc(1_500_000, 'words ')
  const { path } = await announceFile(person.browser, patient, bytes.length)
  steps = []
  expect((await person.browser.send('PUT', path, bytes)).status).toBe(201)
  await note('answered')
  const uploads = steps.filter((step) => !/^synced (blobs|practice)/.test(step))
  expect(uploads).toEqual([
    'write staged file, row staged',
    'write staged file, row staged',
    'synced staged file, row staged',
    'named staged file file, row staged',
    'synced folder, row staged',
    'gone staged file, row staged',
    'answered, row kept',
  ])
  const folders = steps.filter((step) => /^synced (blobs|practice)/.test(step))
  expect(folders, 'new folders are synced before anything is named in them').toEqual([
    'synced blobs, row staged',
    'synced practice, row staged',
  ])
  expect(steps.indexOf('synced practice, row staged')).toBeLessThan(steps.indexOf('named staged file file, row staged'))
})

test('P62 what is answered as done is on disk: PostgreSQL syncs each commit before it says so, for every role', async () => {
  const { database } = candour.parts
  // The one that Candour brings checks its own pages too.
  const isOwn = (process.env['CANDOUR_TEST_DATABASE_URL'] ?? '') !== ''
  const settings = ['fsync', 'full_page_writes', 'synchronous_commit', ...(isOwn ? [] : ['data_checksums'])]
  const read = statement<{ name: string; setting: string }>(
    'test-durability',
    `select name, setting from pg_settings where name in ('${settings.join("', '")}') order by name`,
  )
  const asked = await Promise.all([
    database.inPractice(person.session.practice.id, (tx) => tx.run(read)),
    database.atGate((gate) => gate.run(read)),
    database.jobs.run(read),
    database.sequencer.run(read),
  ])
  for (const rows of asked) expect(rows.filter(({ setting }) => setting !== 'on')).toEqual([])
  expect(asked[0]).toHaveLength(settings.length)
})

test("P62 a database that is set to answer before it syncs is overruled, in Candour's own connections", async () => {
  await client.query(`alter database "${candour.owner.database}" set synchronous_commit = off`)
  const read = statement<{ synchronous_commit: string }>('test-synchronous', 'show synchronous_commit')
  const fresh = new pg.Client(candour.owner)
  await fresh.connect()
  expect((await fresh.query('show synchronous_commit')).rows[0]).toEqual({ synchronous_commit: 'off' })
  await fresh.end()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'candour jobs'`,
    [candour.owner.database],
  )
  await expect
    .poll(() => candour.parts.database.jobs.run(read).catch(() => null), { timeout: 5000 })
    .toEqual([{ synchronous_commit: 'on' }])
})
