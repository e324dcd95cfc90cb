/**
 * Promise: what leaves this machine is TLS 1.2 or newer with 256-bit suites, and without a certificate from outside one
 * is made here, for the names of this machine and no longer than browsers take.
 */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { isIP, SocketAddress } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { bitString, bytes, explicit, integer, objectId, octets, sequence, set, text, time, tagged, yes } from './der.ts'

const day = 86_400_000
/** Safari takes no more than 398. */
const validDays = 397

/** Options for any TLS server of Node's. Node's own default prefers AES-128. */
export function tlsServerOptions(certificate: string, key: string): SecureContextOptions {
  return { cert: certificate, key, minVersion: 'TLSv1.2', honorCipherOrder: true, ciphers }
}

/** 256-bit suites alone (P39); Node's own default prefers AES-128. */
export const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

/** A self-signed certificate (RFC 5280, ECDSA P-256, SHA-256), and its key; both PEM. The first name is its subject. */
export function makeLocalCertificate(names: readonly string[], now: Date): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'))
  const subject = sequence(
    set(sequence(objectId('2.5.4.3'), text(`Candour on ${names[0] ?? 'localhost'}`.slice(0, 64)))),
  )
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  const extensions = sequence(
    sequence(objectId('2.5.29.19'), yes, octets(sequence())),
    sequence(objectId('2.5.29.15'), yes, octets(bitString(Buffer.of(0x80), 7))),
    sequence(objectId('2.5.29.37'), octets(sequence(objectId('1.3.6.1.5.5.7.3.1')))),
    sequence(objectId('2.5.29.17'), octets(sequence(...names.map(alternativeName)))),
  )
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(serial),
    algorithm,
    subject,
    // An hour back: the phone's clock may be slow.
    sequence(time(new Date(now.getTime() - 3_600_000)), time(new Date(now.getTime() + validDays * day))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, extensions),
  )
  const signed = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)))
  return {
    certificate: new X509Certificate(signed).toString(),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** Whether it is for all of these names and lasts 30 more days. */
export function isStillGood(certificate: string, names: readonly string[], now: Date): boolean {
  const found = new X509Certificate(certificate)
  if (new Date(found.validTo).getTime() - now.getTime() < 30 * day) return false
  return names.every((name) => (isIP(name) === 0 ? found.checkHost(name) : found.checkIP(name)) !== undefined)
}

/** SHA-256, as browsers show it. */
export function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256
}

function alternativeName(name: string): Buffer {
  if (isIP(name) === 0) return tagged(0x82, bytes(name))
  return tagged(0x87, isIP(name) === 4 ? Buffer.from(name.split('.').map(Number)) : packIPv6(name))
}

function packIPv6(address: string): Buffer {
  const [head = '', tail] = new SocketAddress({ address, family: 'ipv6' }).address.split('::')
  const parse = (half: string) => half.split(':').filter(Boolean).flatMap(groups)
  const first = parse(head)
  const last = tail === undefined ? [] : parse(tail)
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]))
}

/** `::ffff:1.2.3.4` ends in an IPv4 address: two groups. */
function groups(part: string): number[] {
  if (!part.includes('.')) return [Number.parseInt(part, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}
