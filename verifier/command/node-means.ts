import { createHash, createPublicKey, hash, verify } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Means, Source } from '../check/means.ts'

/** What stands in front of an Ed25519 key of 32 bytes in SPKI form (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex')

export const nodeMeans: Means = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  hasher() {
    const hasher = createHash('sha256')
    return { update: (bytes) => void hasher.update(bytes), digest: () => hasher.digest() }
  },
  async verify(publicKey, message, signature) {
    try {
      const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' })
      return verify(null, message, key, signature)
    } catch {
      return false
    }
  },
}

export async function fileSource(path: string): Promise<Source & AsyncDisposable> {
  const file = await open(path)
  const stat = await file.stat()
  if (!stat.isFile()) {
    await file.close()
    throw new Error(`${path} is no file.`)
  }
  return {
    size: stat.size,
    async read(from, to) {
      const bytes = Buffer.allocUnsafe(to - from)
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at)
        if (bytesRead === 0) throw new Error(`${path} became shorter while it was read.`)
        at += bytesRead
      }
      return bytes
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}
