import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { fingerprintOf, isStillGood, makeLocalCertificate, tlsServerOptions } from './local-certificate.ts'

const names = [
  'localhost',
  'surgery',
  'surgery.local',
  '127.0.0.1',
  '::1',
  '192.168.1.20',
  'fd12:3456::20',
  '::ffff:10.0.0.1',
]
const now = new Date('2026-11-21T12:00:00Z')
const made = makeLocalCertificate(names, now)

test('it is for each of its names and for no other', () => {
  const certificate = new X509Certificate(made.certificate)
  expect(certificate.subject).toBe('CN=Candour on localhost')
  expect(certificate.ca).toBe(false)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(isStillGood(made.certificate, names, now)).toBe(true)
  for (const other of ['localhost.example', '192.168.1.21', 'fd12:3456::21', '::']) {
    expect([other, isStillGood(made.certificate, [other], now)]).toEqual([other, false])
  }
})

test('it is no longer good a month before its end', () => {
  const after = (days: number) => new Date(now.getTime() + days * 86_400_000)
  expect(isStillGood(made.certificate, names, after(366))).toBe(true)
  expect(isStillGood(made.certificate, names, after(368))).toBe(false)
  expect(new Date(new X509Certificate(made.certificate).validTo)).toEqual(after(397))
})

test('no two are alike', () => {
  const other = makeLocalCertificate(names, now)
  expect(new X509Certificate(other.certificate).serialNumber).not.toBe(
    new X509Certificate(made.certificate).serialNumber,
  )
  expect(fingerprintOf(other.certificate)).not.toBe(fingerprintOf(made.certificate))
  expect(fingerprintOf(made.certificate)).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
})

async function shake(options: ConnectionOptions): Promise<{ protocol: string | null; cipher: string }> {
  const server = createServer(tlsServerOptions(made.certificate, made.key), (socket) => socket.end())
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket: TLSSocket = connect({
    port,
    host: '127.0.0.1',
    ca: made.certificate,
    servername: 'localhost',
    ...options,
  })
  try {
    await once(socket, 'secureConnect')
    return { protocol: socket.getProtocol(), cipher: socket.getCipher().name }
  } finally {
    socket.destroy()
    server.close()
  }
}

test('a client that knows the certificate connects, by TLS 1.3 or 1.2, with 256-bit suites', async () => {
  expect(await shake({})).toEqual({ protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' })
  expect(await shake({ maxVersion: 'TLSv1.2' })).toEqual({
    protocol: 'TLSv1.2',
    cipher: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  })
})

test('older versions, 128-bit suites, other names and clients that do not know it are refused', async () => {
  await expect(shake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow()
  await expect(shake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' })).rejects.toThrow()
  await expect(shake({ minVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' })).rejects.toThrow()
  await expect(shake({ servername: 'elsewhere.example' })).rejects.toThrow(/Hostname/)
  await expect(shake({ ca: [] })).rejects.toThrow()
})
