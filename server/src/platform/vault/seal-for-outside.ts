/**
 * Promise: what leaves sealed opens without Candour, with any tool of the age format (age-encryption.org/v1), and with its
 * passphrase or key alone.
 */
import { createCipheriv, randomBytes, scrypt } from 'node:crypto'
import { ReadableStream } from 'node:stream/web'
import { promisify } from 'node:util'
import { Encrypter, Stanza, type Recipient } from 'age-encryption'

/** A passphrase, or a public key such as `age1...`. */
export type Outside = { passphrase: string } | { recipient: string }

/** scrypt with N = 2^17, r = 8, p = 1: 128 MiB and about half a second for each guess. */
const logN = 17

/** In constant memory, 64 KiB at a time. Throws TypeError for what is no public key. */
export async function* sealForOutside(source: AsyncIterable<Uint8Array>, to: Outside): AsyncGenerator<Buffer> {
  const encrypter = new Encrypter()
  if ('passphrase' in to) encrypter.addRecipient(passphraseRecipient(to.passphrase))
  else encrypter.addRecipient(checkedRecipient(to.recipient))
  // Not `Readable.toWeb`: it gives a piece to a stream that was given up, which nobody can catch (Node 24).
  const sealed = await encrypter.encrypt(ReadableStream.from(source) as globalThis.ReadableStream<Uint8Array>)
  for await (const piece of sealed) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
}

/** Throws TypeError for what is no public key. */
export function checkedRecipient(recipient: string): string {
  try {
    new Encrypter().addRecipient(recipient)
  } catch {
    throw new TypeError('This is no public key of age: one begins with age1.')
  }
  return recipient
}

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)
const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** As the library makes it, but the slow part is done apart from everybody else's work (age specification, "scrypt"). */
function passphraseRecipient(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16)
      const labelled = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt])
      const key = await derive(passphrase, labelled, 32, { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** 28 })
      const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 })
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()])
      return [new Stanza(['scrypt', bare(salt), String(logN)], body)]
    },
  }
}
