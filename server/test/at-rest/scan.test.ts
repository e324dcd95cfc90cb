import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cloneDatabase, dropDatabase } from '../../src/platform/database/embedded/test-postgres.ts'
import { template } from '../template.ts'
import { createCanaries, encodingsOf } from './canaries.ts'
import { createScanner } from './scan.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candour-scan-'))
})
afterAll(() => rm(folder, { recursive: true }))

const noise = (length: number) => randomBytes(length)

test.each([...encodingsOf(Buffer.from('O’Brien <&> 7')).keys()])('a canary is found %s', (encoding) => {
  const canary = { what: 'a name', bytes: Buffer.from('O’Brien <&> 7') }
  const scanner = createScanner([canary])
  scanner.scan(Buffer.concat([noise(1000), encodingsOf(canary.bytes).get(encoding)!, noise(1000)]), 'here')
  expect(scanner.findings).toContainEqual({ what: 'a name', encoding, where: 'here' })
})

test.each([0, 1, 2, 3, 4, 5])('a canary is found in base64 behind %d other bytes', (before) => {
  const canaries = createCanaries()
  const text = canaries.text('a note')
  const encoded = Buffer.concat([noise(before), Buffer.from(text), noise(7)]).toString('base64')
  const scanner = createScanner(canaries.planted)
  scanner.scan(Buffer.from(encoded), 'here')
  expect(scanner.findings.map((finding) => finding.what)).toContain('the front of every marked text')
})

test('a part of a marked text is enough, and noise is nothing', () => {
  const canaries = createCanaries()
  const text = canaries.text('a note')
  const scanner = createScanner(canaries.planted)
  scanner.scan(noise(4_000_000), 'noise')
  expect(scanner.findings).toEqual([])
  scanner.scan(Buffer.from(text.slice(0, 12)), 'the beginning')
  scanner.scan(Buffer.from(text.slice(-12)), 'the end')
  expect(scanner.findings.map((finding) => finding.where)).toEqual(['the beginning', 'the end'])
})

test('it is found in files, on the border of two pieces, in the last bytes, and in the name of a folder', () => {
  const canaries = createCanaries()
  const text = canaries.text('a note')
  const inside = Buffer.alloc(8 * 1024 ** 2 + 5000)
  inside.write(text, 8 * 1024 ** 2 - 7)
  mkdirSync(join(folder, 'deep', text), { recursive: true })
  writeFileSync(join(folder, 'deep/border'), inside)
  writeFileSync(join(folder, 'deep/end'), Buffer.concat([noise(100), Buffer.from(text)]))
  writeFileSync(join(folder, 'deep/none'), noise(100_000))
  const scanner = createScanner(canaries.planted)
  scanner.scanFolder(folder)
  const where = new Set(scanner.findings.map((finding) => finding.where))
  expect([...where].toSorted()).toEqual(
    [join(folder, 'deep/border'), join(folder, 'deep/end'), `the name of ${join(folder, 'deep', text)}`].toSorted(),
  )
})

test('it is found in tables, compressed by PostgreSQL or not, as text, bytes and JSON', async () => {
  const { home: _home, ...owner } = inject('postgres')
  const database = `scan_${process.pid}`
  const own = await cloneDatabase(owner, template, database)
  const client = new pg.Client(own)
  await client.connect()
  const canaries = createCanaries()
  const text = canaries.text('a note')
  await client.query(
    'create table ops.as_text (value text); create table ops.as_bytes (value bytea); create table ops.as_json (value jsonb)',
  )
  await client.query('insert into ops.as_text values ($1)', [
    `${'the same words again and again '.repeat(3000)} ${text}`,
  ])
  await client.query('insert into ops.as_bytes values ($1)', [Buffer.from(text)])
  await client.query('insert into ops.as_json values ($1)', [{ deep: [text] }])
  await client.end()
  const scanner = createScanner(canaries.planted)
  await scanner.scanTables(own)
  await dropDatabase(owner, database)
  expect(new Set(scanner.findings.map((finding) => finding.where))).toEqual(
    new Set(['a row of ops.as_text', 'a row of ops.as_bytes', 'a row of ops.as_json']),
  )
})
