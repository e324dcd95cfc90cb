/** A passkey without a device: makes and signs as Web Authentication says (level 3, sections 6.1, 6.5, 7), and lies on demand. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { NewPasskey, PasskeyOptions, SignedPasskey } from '@candour/contract/factors.ts'

/** Of the tests' Candour. */
export const ownOrigin = 'http://localhost:3000'

export interface Lies {
  origin?: string
  /** Of whose site it says to be. */
  site?: string
  challenge?: string
  isUserVerified?: boolean
  userHandle?: string | null
  counter?: number
  id?: string
  crossOrigin?: boolean
}

export interface SoftPasskey {
  id: string
  /** As the authenticator keeps it; 0 for ever when it does not count. */
  counter: number
  make(options: PasskeyOptions, lies?: Lies): NewPasskey
  sign(options: PasskeyOptions, lies?: Lies): SignedPasskey
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()

/** @param counts whether it counts its signatures, as keys do and synced passkeys don't */
export function softPasskey(counts = true): SoftPasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  let handle = ''

  const authenticatorData = (own: SoftPasskey, lies: Lies, attested: Buffer = Buffer.alloc(0)) => {
    const { isUserVerified = true, site = 'localhost', counter = own.counter } = lies
    const flags = 0x01 | (isUserVerified ? 0x04 : 0) | (attested.length > 0 ? 0x40 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(site), Buffer.from([flags]), count, attested])
  }
  const clientData = (type: string, { challenge }: PasskeyOptions, lies: Lies) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? ownOrigin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    )
  const passkey: SoftPasskey = {
    id: id.toString('base64url'),
    counter: 0,
    make(options, lies = {}) {
      handle = (options as unknown as { user: { id: string } }).user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)])
      return {
        id: passkey.id,
        clientDataJSON: clientData('webauthn.create', options, lies).toString('base64url'),
        attestationObject: attestation(authenticatorData(passkey, lies, attested)).toString('base64url'),
        transports: ['internal'],
      }
    },
    sign(options, lies = {}) {
      if (counts) passkey.counter += 1
      const data = authenticatorData(passkey, lies)
      const client = clientData('webauthn.get', options, lies)
      return {
        id: lies.id ?? passkey.id,
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
        userHandle: lies.userHandle === undefined ? handle : lies.userHandle,
      }
    },
  }
  return passkey
}

/** ES256 in COSE (RFC 9053, section 2.1), as CBOR. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x, y } = publicKey.export({ format: 'jwk' })
  const point = (text: string | undefined) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text!, 'base64url')])
  const start = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21])
  return Buffer.concat([start, point(x), Buffer.from([0x22]), point(y)])
}

/** `{ fmt: "none", attStmt: {}, authData }` as CBOR. */
function attestation(data: Buffer): Buffer {
  const text = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)])
  const length = Buffer.alloc(3)
  length[0] = 0x59
  length.writeUInt16BE(data.length, 1)
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    length,
    data,
  ])
}
