/**
 * Promise: the root key is replaced while others work: at every moment each key in the keyring opens by a root key that is
 * there. The one before is destroyed when everything opens without it. Killed between any two steps, the next call goes on.
 */
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { eraseFile, hasCode, localDisk, syncDirectory, type Disk } from './disk.ts'
import type { KeyContext, KeyService } from './key-service.ts'
import { openKeyring } from './keyring.ts'
import { comingRoot, createRootKey, leavingRoot, openLocalKeyService } from './local-key-service.ts'
import { pepperContext } from './pepper.ts'
import { practiceKeyContext } from './practice-keys.ts'
import { signingKeyContext } from './signing-key.ts'
import { KeysUnreachable, SealBroken } from './vault-errors.ts'

/** Milliseconds for which the root key before stays, for whoever was about to write what it wrapped. */
export const rootStays = 3_600_000

export interface RotateRootKey {
  keysDirectory: string
  now: Date
  /** @param since when the root key was made */
  isDue: (since: Date) => boolean
  disk?: Disk
  /** For tests: told after each step; a throw ends it there. */
  after?: (step: string) => void
}

/** One at a time: whoever calls it holds the lock of rotation-lock.ts. Throws KeysUnreachable, SealBroken. */
export async function rotateRootKey(options: RotateRootKey): Promise<'replaced' | 'destroyed' | null> {
  const { keysDirectory, now, isDue, disk = localDisk, after = () => undefined } = options
  const path = join(keysDirectory, 'root.key')
  const [coming, leaving] = [comingRoot(path), leavingRoot(path)]
  if ((await timesOf(coming)) === null) {
    const left = await timesOf(leaving)
    if (left !== null) {
      // Two names of one file: whoever took the coming one away did so before it got its place.
      if (left.file === (await timesOf(path))!.file) throw new KeysUnreachable(sameFile(leaving))
      if (left.named.getTime() + rootStays > now.getTime()) return null
      await wrapAll(keysDirectory, path, disk)
      after('looked')
      await eraseFile(disk, leaving)
      return 'destroyed'
    }
    if (!isDue((await timesOf(path))!.made)) return null
    await createRootKey(coming, disk)
    after('made')
  }
  await wrapAll(keysDirectory, coming, disk)
  after('wrapped')
  await disk.link(path, leaving).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error
  })
  await syncDirectory(disk, dirname(path))
  after('kept')
  await disk.rename(coming, path)
  await syncDirectory(disk, dirname(path))
  after('named')
  await wrapAll(keysDirectory, path, disk)
  return 'replaced'
}

/** Everything opens by the root key of `path` alone afterwards. */
async function wrapAll(keysDirectory: string, path: string, disk: Disk): Promise<void> {
  const keyring = await openKeyring(join(keysDirectory, 'keyring'), disk)
  const alone = await openLocalKeyService(path, disk, true)
  const any = await openLocalKeyService(join(keysDirectory, 'root.key'), disk)
  for (const practice of await keyring.practices())
    for (const { version } of await keyring.list(practice)) {
      const key = await keyring.read(practice, version)
      const wrapped = await wrapAfresh(alone, any, key.wrapped, practiceKeyContext(practice, version))
      if (wrapped !== null) await keyring.replace({ ...key, wrapped })
    }
  const pepper = await keyring.readPepper()
  const wrapped = pepper === undefined ? null : await wrapAfresh(alone, any, pepper, pepperContext)
  if (wrapped !== null) await keyring.replacePepper(wrapped)
  const signing = await keyring.readSigningKey()
  const wrappedSigning = signing === undefined ? null : await wrapAfresh(alone, any, signing, signingKeyContext)
  if (wrappedSigning !== null) await keyring.replaceSigningKey(wrappedSigning)
}

/** Null when it opens by the one alone already. */
async function wrapAfresh(
  alone: KeyService,
  any: KeyService,
  wrapped: Buffer,
  context: KeyContext,
): Promise<Buffer | null> {
  try {
    ;(await alone.unwrap(wrapped, context)).fill(0)
    return null
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
  }
  const key = await any.unwrap(wrapped, context)
  try {
    const fresh = await alone.wrap(key, context)
    ;(await alone.unwrap(fresh, context)).fill(0)
    return fresh
  } finally {
    key.fill(0)
  }
}

function sameFile(leaving: string): string {
  return `${leaving} is the root key itself under another name. Remove that name (not the root key), and try again.`
}

/** When a file's bytes were written, and when it last got a name; null when it is not there. */
async function timesOf(path: string): Promise<{ made: Date; named: Date; file: number } | null> {
  try {
    const { mtime, ctime, ino } = await stat(path)
    return { made: mtime, named: ctime, file: ino }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
