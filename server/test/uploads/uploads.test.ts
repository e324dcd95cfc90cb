import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileRoutes } from '@candour/contract/files.ts'
import { noticeRoutes } from '@candour/contract/notices.ts'
import { entryRoutes } from '@candour/contract/entries.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digest } from '../../src/platform/vault/digest.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'
import { registerPatient, signUp, type Person } from '../people.ts'
import { announceFile, sendRaw } from './send.ts'

let candour: TestCandour
let person: Person
let patient: string

beforeAll(async () => {
  candour = await startTestCandour()
  person = await signUp(candour)
  patient = (await registerPatient(person)).id
})
afterAll(() => candour.stop())

function pdf(size: number): Buffer {
  const bytes = randomBytes(size)
  bytes.write('%PDF-1.7\n')
  return bytes
}

/** Files below the blobs' folder: whole ones and staged ones. */
function blobFiles(): { whole: string[]; staged: string[] } {
  const files = readdirSync(candour.config.blobs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const staged = files.filter((path) => path.includes('/staging/'))
  return { staged, whole: files.filter((path) => !path.includes('/staging/')) }
}

/** Blobs that this process has open. */
function openBlobs(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(`${candour.config.blobs}/`) ? path : []
    } catch {
      return []
    }
  })
}

async function upload(bytes: Buffer): Promise<string> {
  const { path } = await announceFile(person.browser, patient, bytes.length)
  const { status } = await person.browser.send('PUT', path, bytes)
  expect(status).toBe(201)
  return path
}

async function read(path: string, range?: string): Promise<{ status: number; bytes: Buffer; headers: Headers }> {
  const { response } = await person.browser.fetch('GET', path, undefined, range === undefined ? {} : { range })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
}

test('P32 any range of a file reads as those bytes and no others, as RFC 9110 has it', async () => {
  const size = 2_500_123
  const bytes = pdf(size)
  const path = await upload(bytes)
  const edges = [0, 1, 16_383, 16_384, 16_385, 1_048_575, 1_048_576, size - 2, size - 1]
  const place = fc.oneof(fc.integer({ min: 0, max: size - 1 }), fc.constantFrom(...edges))
  const length = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 100_000 }))
  const ranges = fc.oneof(
    fc.tuple(place, length).map(([start, many]) => ({
      header: `bytes=${start}-${start + many - 1}`,
      start,
      end: Math.min(start + many, size),
    })),
    place.map((start) => ({ header: `bytes=${start}-`, start, end: size })),
    length.map((many) => ({ header: `bytes=-${many}`, start: size - many, end: size })),
  )
  await fc.assert(
    fc.asyncProperty(ranges, async ({ header, start, end }) => {
      const answer = await read(path, header)
      expect(answer.status).toBe(206)
      expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${size}`)
      expect(answer.bytes.equals(bytes.subarray(start, end))).toBe(true)
    }),
    {
      numRuns: 80,
      examples: [
        [{ header: `bytes=0-0`, start: 0, end: 1 }],
        [{ header: 'bytes=-1', start: size - 1, end: size }],
        [{ header: `bytes=${size - 1}-`, start: size - 1, end: size }],
      ],
    },
  )
  expect((await read(path, `bytes=${size}-`)).status).toBe(416)
  expect((await read(path, 'bytes=-0')).status).toBe(416)
  for (const odd of ['bytes=5-4', 'bytes=a-b', 'items=0-1', 'bytes=0-1,5-6', 'bytes=-'])
    expect((await read(path, odd)).status).toBe(200)
  expect((await read(path)).bytes.equals(bytes)).toBe(true)
})

test('P62 an upload that is cut off leaves nothing, the ledger says that it was refused, and the next try works', async () => {
  const bytes = pdf(2_000_000)
  const before = blobFiles().whole.length
  const { path, id } = await announceFile(person.browser, patient, bytes.length)
  await sendRaw(person.browser, path, bytes.length, bytes.subarray(0, 1_500_000), 'cut')
  await expect.poll(blobFiles).toMatchObject({ staged: [], whole: { length: before } })
  expect((await read(path)).status).toBe(404)
  await candour.settle()
  const { entries } = await person.browser.call(entryRoutes.list, { kind: 'refused' })
  expect(entries.find((entry) => entry.verb === 'file.upload')?.refusal).toContain('did not arrive whole')
  expect((await person.browser.send('PUT', path, bytes)).status).toBe(201)
  expect((await read(path)).bytes.equals(bytes)).toBe(true)
  expect((await person.browser.call(fileRoutes.read, { id })).sha256).toBe(digest(bytes).toString('hex'))
})

test.each([
  ['smaller', -1],
  ['larger', 1],
])('P62 a length that is %s than announced is refused before a byte is kept', async (_, difference) => {
  const bytes = pdf(300_000)
  const { path } = await announceFile(person.browser, patient, bytes.length)
  const before = blobFiles().whole.length
  const sent = difference < 0 ? bytes.subarray(0, -1) : Buffer.concat([bytes, Buffer.alloc(1)])
  const answer = await person.browser.send('PUT', path, sent)
  expect([answer.status, answer.body.error.code]).toEqual([400, 'file.truncated'])
  expect(blobFiles()).toMatchObject({ staged: [], whole: { length: before } })
  expect((await person.browser.send('PUT', path, bytes)).status).toBe(201)
})

test('P62 more bytes than the length says are no part of the file', async () => {
  const bytes = pdf(100_000)
  const { path } = await announceFile(person.browser, patient, bytes.length)
  const more = Buffer.concat([bytes, Buffer.from('and more')])
  // What follows is no HTTP: the connection may end with that before the answer is out.
  expect([201, 400]).toContain(await sendRaw(person.browser, path, bytes.length, more, 'wait'))
  const again = await person.browser.send('PUT', path, bytes)
  expect([201, 409]).toContain(again.status)
  expect((await read(path)).bytes.equals(bytes)).toBe(true)
})

test('P62 whoever sends what is refused hears why, however much is still to come, and nothing is kept', async () => {
  const bytes = Buffer.alloc(30_000_000, '<html><script>')
  const { path } = await announceFile(person.browser, patient, bytes.length)
  const answer = await person.browser.send('PUT', path, bytes)
  expect([answer.status, answer.body.error.code]).toEqual([415, 'file.type_refused'])
  // One that sends everything before it listens.
  expect(await sendRaw(person.browser, path, bytes.length, bytes, 'wait')).toBe(415)
  const long = `{"family":"${'x'.repeat(30_000_000)}"}`
  const tooLarge = await person.browser.send('POST', '/api/patients', long, { 'content-type': 'application/json' })
  expect([tooLarge.status, tooLarge.body.error.code]).toEqual([413, 'input.too_large'])
  const chunked = await fetch(`${person.browser.address}/api/patients`, {
    method: 'POST',
    body: new Blob([long]).stream(),
    duplex: 'half',
    headers: {
      cookie: person.browser.cookie!,
      'x-candour-csrf': person.browser.csrf!,
      'content-type': 'application/json',
    },
  } as RequestInit)
  expect(chunked.status, 'without a length').toBe(413)
  expect(blobFiles().staged).toEqual([])
})

test('P62 of two uploads of one file at once one wins, the other hears so, and the winner is what is read', async () => {
  for (let round = 0; round < 4; round++) {
    const [first, second] = [pdf(700_000), pdf(700_000)]
    const { path } = await announceFile(person.browser, patient, first.length)
    const before = blobFiles().whole.length
    const answers = await Promise.all([first, second].map((bytes) => person.browser.send('PUT', path, bytes)))
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409])
    const winner = statuses[0] === 201 ? first : second
    expect((await read(path)).bytes.equals(winner)).toBe(true)
    expect(blobFiles()).toMatchObject({ staged: [], whole: { length: before + 1 } })
  }
})

test('P33 one byte of a file altered on disk: it is refused, named, entered, and the practice is told', async () => {
  const bytes = pdf(3_000_000)
  const known = new Set(blobFiles().whole)
  const path = await upload(bytes)
  const blob = blobFiles().whole.find((file) => !known.has(file))!
  const sealed = readFileSync(blob)
  const altered = Buffer.from(sealed)
  altered[2_500_000]! ^= 1
  writeFileSync(blob, altered)
  expect((await read(path, 'bytes=0-99')).bytes.equals(bytes.subarray(0, 100)), 'what is not altered is read').toBe(
    true,
  )
  const refused = await person.browser.send('GET', path, undefined, { range: 'bytes=2400000-2600000' })
  expect([refused.status, refused.body.error.code]).toEqual([500, 'record.altered'])
  await expect(read(path), 'no whole file is handed out').rejects.toThrow()
  writeFileSync(blob, sealed.subarray(0, -1))
  expect((await read(path, 'bytes=0-99')).status, 'cut on disk').toBe(500)
  writeFileSync(blob, sealed)
  expect((await read(path)).bytes.equals(bytes)).toBe(true)
  await candour.settle()
  const { entries } = await person.browser.call(entryRoutes.list, { kind: 'refused' })
  expect(entries[0]).toMatchObject({ verb: 'file.read-content' })
  const { notices } = await person.browser.call(noticeRoutes.list, {})
  expect(notices.map((notice) => notice.heading)).toContain('Something was altered outside Candour')
})

test('P62 downloads that are broken off leave no file open', async () => {
  const path = await upload(pdf(4_000_000))
  for (let round = 0; round < 30; round++) {
    const stop = new AbortController()
    const asked = fetch(person.browser.address + path, {
      headers: { cookie: person.browser.cookie! },
      signal: stop.signal,
    })
    if (round % 3 === 0) stop.abort()
    const response = await asked.catch(() => null)
    if (round % 3 === 1) await response?.body?.getReader().read()
    stop.abort()
  }
  await expect.poll(openBlobs, { timeout: 5000 }).toEqual([])
})

test('P62 a download whose entry can not be written leaves no file open either', async () => {
  const path = await upload(pdf(100_000))
  const owner = new pg.Client(candour.owner)
  await owner.connect()
  await owner.query('revoke insert on ledger.queue from candour_ledger_writer')
  for (let round = 0; round < 5; round++) expect((await read(path)).status).toBe(503)
  await owner.query('grant insert on ledger.queue to candour_ledger_writer')
  await owner.end()
  expect(openBlobs()).toEqual([])
  expect((await read(path)).status).toBe(200)
})
