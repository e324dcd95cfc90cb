import { once } from 'node:events'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { makeLocalCertificate } from '../vault/local-certificate.ts'
import { readDatabaseUrl } from './database-url.ts'

const folder = mkdtempSync(join(tmpdir(), 'candour-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Speaks PostgreSQL up to the TLS handshake; tells whether the client then went on and sent its startup packet. */
async function meetServer(names: string[], trusted: boolean): Promise<{ error: Error; wentOn: boolean }> {
  const { certificate, key } = makeLocalCertificate(names, new Date())
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, trusted ? certificate : makeLocalCertificate(names, new Date()).certificate)
  let wentOn = false
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('S')
      const secureContext = createSecureContext({ cert: certificate, key })
      const secure = new TLSSocket(socket, { isServer: true, secureContext })
      secure.on('error', () => undefined)
      secure.on('data', () => {
        wentOn = true
        secure.destroy()
      })
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `postgres://o:p@127.0.0.1:${port}/r?sslmode=verify-full&sslrootcert=${authority}`
  const client = new pg.Client({ ...readDatabaseUrl(url) })
  client.on('error', () => undefined)
  const error = await client.connect().then(
    () => new Error('connected'),
    (reason: Error) => reason,
  )
  server.close()
  return { error, wentOn }
}

test('nothing is sent to a database whose certificate is for another name or from an unknown authority', async () => {
  expect(await meetServer(['127.0.0.1'], true)).toMatchObject({ wentOn: true })
  const other = await meetServer(['localhost', '127.0.0.2'], true)
  expect(other.wentOn).toBe(false)
  expect(other.error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  const unknown = await meetServer(['127.0.0.1'], false)
  expect(unknown.wentOn).toBe(false)
  expect(unknown.error.message).toMatch(/self-signed|unable to (get|verify)/)
})

test('a database beyond this machine that speaks no TLS gets no password', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write('N'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = new pg.Client({ ...readDatabaseUrl(`postgres://o:p@127.0.0.1:${port}/r?sslmode=verify-full`) })
  client.on('error', () => undefined)
  await expect(client.connect()).rejects.toThrow('does not support SSL')
  server.close()
})
