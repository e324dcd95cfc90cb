import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDatabaseUrl } from './database-url.ts'

test('on this machine, by loopback or by socket, it needs no TLS', () => {
  expect(readDatabaseUrl('postgres://owner:s%40crt@localhost:5433/records')).toEqual({
    host: 'localhost',
    port: 5433,
    user: 'owner',
    password: 's@crt',
    database: 'records',
  })
  expect(readDatabaseUrl('postgresql://owner@/records?host=/run/postgresql')).toMatchObject({
    host: '/run/postgresql',
    port: 5432,
    password: '',
  })
  expect(readDatabaseUrl('postgres://owner@[::1]/records?sslmode=disable')).toMatchObject({ host: '::1' })
})

test('beyond this machine the certificate is verified, asked for or not', () => {
  for (const url of ['postgres://o:p@db.example/r', 'postgres://o:p@db.example/r?sslmode=verify-full']) {
    expect(readDatabaseUrl(url).ssl).toEqual({ rejectUnauthorized: true, minVersion: 'TLSv1.2', host: 'db.example' })
  }
  expect(readDatabaseUrl('postgres://o:p@10.1.2.3/r').ssl).toMatchObject({ host: '10.1.2.3' })
  expect(readDatabaseUrl('postgres://o:p@localhost/r?sslmode=verify-full').ssl).toMatchObject({ host: 'localhost' })
})

test.each(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'no-verify', 'VERIFY-FULL'])(
  'sslmode=%s is refused beyond this machine',
  (mode) => {
    expect(() => readDatabaseUrl(`postgres://o:p@db.example/r?sslmode=${mode}`)).toThrow('use sslmode=verify-full')
  },
)

test('an authority of its own is read from its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candour-ca-'))
  const path = join(folder, 'ca.pem')
  const url = `postgres://o:p@db.example/r?sslrootcert=${path}`
  expect(() => readDatabaseUrl(url)).toThrow('cannot be read (ENOENT)')
  writeFileSync(path, 'nonsense')
  expect(() => readDatabaseUrl(url)).toThrow('no PEM certificate')
  writeFileSync(path, '-----BEGIN CERTIFICATE-----\n')
  expect(readDatabaseUrl(url).ssl?.ca).toContain('BEGIN CERTIFICATE')
  rmSync(folder, { recursive: true })
})

test.each([
  ['postgres://canary:canary@/r', 'names no host'],
  ['postgres://db.example/r', 'names no user'],
  ['postgres://o:canary@db.example', 'names no database'],
  ['postgres://o:canary@db.example/a/b', 'names no database'],
  ['postgres://o:canary@db.example/r?port=0', 'no valid port'],
  ['postgres://o:canary%zz@db.example/r', 'write % itself as %25'],
  ['postgres://o:canary@db.example/r?options=-c', 'the parameter options'],
  ['postgres://o:canary@db example/r', 'must look like'],
  ['canary', 'must look like'],
])('%s is refused without being repeated', (url, words) => {
  expect(() => readDatabaseUrl(url)).toThrow(words)
  expect(() => readDatabaseUrl(url)).not.toThrow('canary')
})
