/** Promise: what this installation signs is signed by a key that is not in the database, and is never quietly replaced. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import type { KeyService } from './key-service.ts'
import type { Keyring } from './keyring.ts'
import { KeyExists, SealBroken } from './vault-errors.ts'

export const signingKeyContext = { purpose: 'ledger-signing' }

export interface Signing {
  /** Ed25519 (RFC 8032), 32 bytes. */
  signingKey: Buffer
  /** Ed25519 over the bytes, 64 bytes; the same each time. */
  sign(bytes: Uint8Array): Buffer
  /** Whether this installation signed them. */
  isSigned(bytes: Uint8Array, signature: Uint8Array): boolean
}

/**
 * The installation's key pair, wrapped by the root key in the keyring; made when there is none. Whether there was one is for
 * whoever remembers its public half to say.
 */
export async function openSigningKey(keyService: KeyService, keyring: Keyring): Promise<Signing> {
  const wrapped = (await keyring.readSigningKey()) ?? (await makeSigningKey(keyService, keyring))
  const bytes = await keyService.unwrap(wrapped, signingKeyContext)
  const privateKey = readKey(bytes)
  bytes.fill(0)
  const publicKey = createPublicKey(privateKey)
  return {
    // The last 32 bytes of the DER of any Ed25519 public key (RFC 8410, section 4).
    signingKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
    sign: (message) => sign(null, message, privateKey),
    isSigned: (message, signature) => verify(null, message, publicKey, signature),
  }
}

function readKey(bytes: Buffer): KeyObject {
  const key = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
  if (key.asymmetricKeyType !== 'ed25519') throw new SealBroken('payload')
  return key
}

/** Of two that start at the same time the first one's counts. */
async function makeSigningKey(keyService: KeyService, keyring: Keyring): Promise<Buffer> {
  const bytes = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
  const wrapped = await keyService.wrap(bytes, signingKeyContext)
  bytes.fill(0)
  try {
    await keyring.writeSigningKey(wrapped)
    return wrapped
  } catch (error) {
    const other = error instanceof KeyExists ? await keyring.readSigningKey() : undefined
    if (other === undefined) throw error
    return other
  }
}
