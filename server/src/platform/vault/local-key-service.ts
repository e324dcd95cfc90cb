/** Promise: the root key is a file that only its owner reads, made once and never overwritten. */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { openMessage, sealMessage } from './chunked-encryption.ts'
import { encodeFields } from './context.ts'
import { eraseFile, hasCode, localDisk, readAt, withFile, writeFileOnce, type Disk } from './disk.ts'
import type { KeyContext, KeyService } from './key-service.ts'
import { KeyDestroyed, KeyExists, KeysUnreachable } from './vault-errors.ts'

const ROOT_KEY = 32

/** Writes 32 random bytes, mode 0400, synced. Throws KeyExists. */
export async function createRootKey(path: string, disk: Disk = localDisk): Promise<void> {
  const bytes = randomBytes(ROOT_KEY)
  try {
    await writeFileOnce(disk, path, bytes, 0o400)
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? new KeyExists(`there is a root key at ${path} already`) : error
  } finally {
    bytes.fill(0)
  }
}

/** Throws KeysUnreachable, saying what to do, unless the file has 32 bytes that nobody but its owner may read. */
export async function openLocalKeyService(path: string, disk: Disk = localDisk): Promise<KeyService> {
  let root: KeyObject | undefined = await readRootKey(path, disk)
  function living(): KeyObject {
    if (root === undefined) throw new KeyDestroyed('the root key was destroyed')
    return root
  }
  const service: KeyService = {
    wrap: async (key, context) => sealMessage(living(), encodeContext(context), key),
    unwrap: async (wrapped, context) => openMessage(living(), encodeContext(context), wrapped),
    async rewrap(wrapped, context) {
      const key = await service.unwrap(wrapped, context)
      return service.wrap(key, context)
    },
    async destroy() {
      living()
      await eraseFile(disk, path)
      root = undefined
    },
  }
  return service
}

async function readRootKey(path: string, disk: Disk): Promise<KeyObject> {
  const file = await disk.open(path, 'r').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new KeysUnreachable(`the root key at ${path} cannot be read (${code})`)
  })
  return withFile(file, async () => {
    const { mode, size } = await file.stat()
    if ((mode & 0o077) !== 0)
      throw new KeysUnreachable(`the root key at ${path} can be read by others: set its mode to 0400 (chmod 400)`)
    if (size !== ROOT_KEY) throw new KeysUnreachable(`the root key at ${path} has ${size} bytes instead of ${ROOT_KEY}`)
    const bytes = await readAt(file, 0, Buffer.alloc(ROOT_KEY))
    const root = createSecretKey(bytes)
    bytes.fill(0)
    return root
  })
}

function encodeContext(context: KeyContext): Buffer {
  const pairs = Object.keys(context)
    .toSorted()
    .flatMap((name) => [name, context[name]!])
  return encodeFields(['candour/root/1', ...pairs])
}
