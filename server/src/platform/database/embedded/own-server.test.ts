import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkOwnServer } from './own-server.ts'
import { startTestPostgres, type TestPostgres } from './test-postgres.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let server: TestPostgres
beforeAll(async () => {
  server = await startTestPostgres()
})
afterAll(() => server.stop())

test('a server that is new enough, with a user who may make roles, will do', async () => {
  await expect(checkOwnServer(server.connection)).resolves.toBeUndefined()
})

test('a user who may not make roles is refused, with what to do', async () => {
  const client = new pg.Client({ ...server.connection })
  await client.connect()
  await client.query(`create role plain login password 'plain'`)
  await client.end()
  const plain = { ...server.connection, user: 'plain', password: 'plain' }
  await expect(checkOwnServer(plain)).rejects.toThrow('alter role plain createrole')
})

test('what cannot be reached or entered is told without a password', async () => {
  const { connection } = server
  const wrong = { ...connection, password: 'canary' }
  await expect(checkOwnServer(wrong)).rejects.toThrow('cannot be used: it refuses this user or password.')
  await expect(checkOwnServer({ ...connection, database: 'none' })).rejects.toThrow('no database of this name')
  await expect(checkOwnServer({ ...connection, host: '/tmp/none' })).rejects.toThrow('no socket in that folder')
  await expect(checkOwnServer({ ...connection, host: '127.0.0.1', port: 1 })).rejects.toThrow('nothing listens there')
})
