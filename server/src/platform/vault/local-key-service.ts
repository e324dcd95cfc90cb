/** Promise: the root key is a file that only its owner reads, made once and never overwritten. */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { openMessage, sealMessage } from './chunked-encryption.ts'
import { encodeFields } from './context.ts'
import { eraseFile, hasCode, localDisk, readAt, withFile, writeFileOnce, type Disk } from './disk.ts'
import type { KeyContext, KeyService } from './key-service.ts'
import { KeyDestroyed, KeyExists, KeysUnreachable, SealBroken } from './vault-errors.ts'

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

/** While the root key is replaced (rotate-root-key.ts): the one that comes, and the one that goes. */
export const comingRoot = (path: string): string => `${path}.next`
export const leavingRoot = (path: string): string => `${path}.old`

/**
 * Throws KeysUnreachable, saying what to do, unless the file has 32 bytes that nobody but its owner may read. Wraps by the
 * newest root key that is there at that moment, and unwraps by any of them, so that it may be replaced while this runs.
 * @param alone by the one in this very file, and no other
 */
export async function openLocalKeyService(path: string, disk: Disk = localDisk, alone = false): Promise<KeyService> {
  const read = () => (alone ? readRootKey(path, disk).then((root) => [root]) : readRoots(path, disk))
  let roots: KeyObject[] | undefined = await read()
  function living(): KeyObject[] {
    if (roots === undefined) throw new KeyDestroyed('the root key was destroyed')
    return roots
  }
  async function refresh(): Promise<void> {
    living()
    roots = await read()
  }
  const service: KeyService = {
    async wrap(key, context) {
      await refresh()
      return sealMessage(living()[0]!, encodeContext(context), key)
    },
    async unwrap(wrapped, context) {
      try {
        return openByAny(living(), wrapped, context)
      } catch (error) {
        if (alone || !(error instanceof SealBroken)) throw error
      }
      await refresh()
      return openByAny(living(), wrapped, context)
    },
    async rewrap(wrapped, context) {
      const key = await service.unwrap(wrapped, context)
      return service.wrap(key, context)
    },
    async destroy() {
      living()
      await eraseFile(disk, path)
      roots = undefined
    },
  }
  return service
}

/** Throws SealBroken, as of the last, when none of them opens it. */
function openByAny(roots: readonly KeyObject[], wrapped: Uint8Array, context: KeyContext): Buffer {
  let broken: unknown
  for (const root of roots) {
    try {
      return openMessage(root, encodeContext(context), wrapped)
    } catch (error) {
      broken = error
    }
  }
  throw broken
}

/** Newest first. */
async function readRoots(path: string, disk: Disk): Promise<KeyObject[]> {
  const beside = async (other: string) => ((await isThere(disk, other)) ? [await readRootKey(other, disk)] : [])
  // In this order: the one that comes takes the place of the root key, which has its other name by then.
  const coming = await beside(comingRoot(path)).catch(goneMeanwhile)
  const root = await readRootKey(path, disk)
  return [...coming, root, ...(await beside(leavingRoot(path)).catch(goneMeanwhile))]
}

function goneMeanwhile(error: unknown): [] {
  if (error instanceof KeysUnreachable) return []
  throw error
}

async function isThere(disk: Disk, path: string): Promise<boolean> {
  try {
    await (await disk.open(path, 'r')).close()
    return true
  } catch {
    return false
  }
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
