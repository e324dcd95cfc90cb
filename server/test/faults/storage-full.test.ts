import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { patientRoutes } from '@candour/contract/patients.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDisk, type Disk, type DiskFile } from '../../src/platform/vault/disk.ts'
import { diskError } from '../../src/platform/vault/traced-disk.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { announceFile, sendRaw } from '../uploads/send.ts'
import { mountSmallDisk } from './small-disk.ts'

let candour: TestCandour
let person: Person
let patient: string
/** How many bytes still fit, where no small disk can be mounted. */
let room = 0
const small = mountSmallDisk(8)

/** A disk with room for `room` bytes. */
const narrow: Disk = {
  ...localDisk,
  async open(path, flags, mode) {
    const file = await localDisk.open(path, flags, mode)
    const write = (async (bytes: Uint8Array, at: number, length: number) => {
      if (length > room) throw diskError('ENOSPC')
      room -= length
      return file.write(bytes, at, length)
    }) as unknown as DiskFile['write']
    const bound: DiskFile = {
      read: file.read.bind(file),
      write,
      stat: file.stat.bind(file) as DiskFile['stat'],
      sync: () => file.sync(),
      close: () => file.close(),
    }
    return bound
  },
}

beforeAll(async () => {
  candour =
    small === null
      ? await startTestCandour({ disk: narrow })
      : await startTestCandour({}, (config) => ({ ...config, blobs: join(small.path, 'blobs') }))
  room = 8_000_000
  person = await signUp(candour)
  patient = (await registerPatient(person)).id
})
afterAll(async () => {
  await candour.stop()
  small?.remove()
})

const files = () =>
  readdirSync(candour.config.blobs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

async function upload(size: number) {
  const bytes = randomBytes(size)
  bytes.write('%PDF-1.7\n')
  const { path } = await announceFile(person.browser, patient, size)
  return { path, bytes, answer: await person.browser.send('PUT', path, bytes) }
}

test('P62 the disk is full: 503 with a clear message, nothing half done, all else goes on, and it recovers by itself', async () => {
  const kept = await upload(3_000_000)
  expect(kept.answer.status).toBe(201)
  const before = files().length
  const refused = await upload(6_000_000)
  expect([refused.answer.status, refused.answer.body.error.code]).toEqual([503, 'system.storage_full'])
  expect(refused.answer.body.error.message).toContain('The disk is full, so nothing was kept')
  expect(files().length, 'nothing half done').toBe(before)
  expect((await person.browser.call(patientRoutes.read, { id: patient })).family).toBe('Ashdowne')
  expect((await person.browser.send('GET', kept.path)).status).toBe(200)
  expect((await person.browser.send('GET', refused.path)).status).toBe(404)

  // A smaller file fits, and once there is room the same file does.
  room = 2_000_000
  expect((await upload(1_000_000)).answer.status).toBe(201)
  room = 10_000_000
  if (small === null) expect((await person.browser.send('PUT', refused.path, refused.bytes)).status).toBe(201)
})

test('P62 whoever sends a file that does not fit hears so, also when it listens only at the end', async () => {
  const bytes = Buffer.alloc(40_000_000, '%PDF-1.7\n')
  const { path } = await announceFile(person.browser, patient, bytes.length)
  room = 3_000_000
  expect(await sendRaw(person.browser, path, bytes.length, bytes, 'wait')).toBe(503)
})

test.runIf(small !== null)(
  'P62 a disk that is filled by somebody else is the same, and free again all works',
  async () => {
    const filler = join(small!.path, 'filler')
    const { path, bytes, answer } = await fillAndUpload(filler)
    expect([answer.status, answer.body.error.code]).toEqual([503, 'system.storage_full'])
    rmSync(filler)
    expect((await person.browser.send('PUT', path, bytes)).status).toBe(201)
    expect((await person.browser.send('GET', path)).status).toBe(200)
  },
)

async function fillAndUpload(filler: string) {
  for (let size = 8_000_000; size > 100_000; size = Math.floor(size / 2)) {
    try {
      writeFileSync(filler, randomBytes(size), { flag: 'a' })
    } catch {
      // As much as fits.
    }
  }
  return upload(900_000)
}
