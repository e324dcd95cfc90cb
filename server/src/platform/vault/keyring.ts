/** Promise: a practice key version is on disk before anything is wrapped by it, and gone once destroyed. */
import { join } from 'node:path'
import {
  eraseFile,
  hasCode,
  localDisk,
  makeDirectory,
  readWhole,
  replaceFile,
  writeFileOnce,
  type Disk,
} from './disk.ts'
import { KeyDestroyed, KeyExists, KeysUnreachable } from './vault-errors.ts'

export interface PracticeKeyFacts {
  /** From 1. */
  version: number
  createdAt: Date
}

export interface WrappedPracticeKey extends PracticeKeyFacts {
  practice: string
  wrapped: Buffer
}

export interface Keyring {
  /** Oldest first; empty for a practice without keys. */
  list(practice: string): Promise<PracticeKeyFacts[]>
  /** Throws KeyDestroyed when it is not there. */
  read(practice: string, version: number): Promise<WrappedPracticeKey>
  /** Synced, file and directory, before it resolves; after the pepper. Throws KeyExists, KeysUnreachable. */
  write(key: WrappedPracticeKey): Promise<void>
  /** The same key, wrapped by another root key: in the place of the one before, synced. */
  replace(key: WrappedPracticeKey): Promise<void>
  /** All that have keys, the installation's own among them. */
  practices(): Promise<string[]>
  /** Overwritten, unlinked and synced before it resolves. Throws KeyDestroyed when it is not there. */
  destroy(practice: string, version: number): Promise<void>
  readPepper(): Promise<Buffer | undefined>
  /** Throws KeyExists. */
  writePepper(wrapped: Buffer): Promise<void>
  replacePepper(wrapped: Buffer): Promise<void>
  readSigningKey(): Promise<Buffer | undefined>
  /** Throws KeyExists. */
  writeSigningKey(wrapped: Buffer): Promise<void>
  replaceSigningKey(wrapped: Buffer): Promise<void>
  /** True while nothing was ever written. */
  isEmpty(): Promise<boolean>
}

/** First start only: makes the directory, synced. Fine when it is there. */
export async function createKeyring(directory: string, disk: Disk = localDisk): Promise<void> {
  await makeDirectory(disk, directory)
}

/**
 * A directory outside the database: `<practice>/<version>.json`, `pepper.json` and `signing.json`. Throws KeysUnreachable when it is not
 * there, as when a volume is not mounted; it is never made here, for an empty keyring would look like destroyed keys.
 */
export async function openKeyring(directory: string, disk: Disk = localDisk): Promise<Keyring> {
  const pepperPath = join(directory, 'pepper.json')
  const signingPath = join(directory, 'signing.json')
  const folder = (practice: string) => join(directory, safeName(practice))
  const path = (practice: string, version: number) => join(folder(practice), `${safeVersion(version)}.json`)
  // What a killed write left aside begins with a dot.
  const isEmpty = async () => (await reach(directory, disk.readdir(directory))).every((name) => name.startsWith('.'))
  await isEmpty()

  async function read(practice: string, version: number): Promise<WrappedPracticeKey> {
    const at = path(practice, version)
    const entry = await readEntry(disk, at)
    if (entry === undefined) throw new KeyDestroyed(`version ${version} of a practice's key is not in the keyring`)
    const createdAt = new Date(String(entry.createdAt))
    if (entry.practice !== practice || entry.version !== version || Number.isNaN(createdAt.getTime())) throw damaged(at)
    return { practice, version, createdAt, wrapped: entry.wrapped }
  }

  return {
    isEmpty,
    read,
    async list(practice) {
      const names = await disk.readdir(folder(practice)).catch((error: unknown) => {
        if (hasCode(error, 'ENOENT')) return []
        throw new KeysUnreachable('the keyring cannot be read')
      })
      const versions = names.flatMap((name) => /^([1-9]\d*)\.json$/.exec(name)?.[1] ?? []).map(Number)
      const keys = await Promise.all(versions.toSorted((a, b) => a - b).map((version) => read(practice, version)))
      return keys.map(({ version, createdAt }) => ({ version, createdAt }))
    },
    async write({ practice, version, createdAt, wrapped }) {
      const at = path(practice, version)
      // Where the keyring's volume is gone, its empty mount point is not: a key written there would be lost with it.
      if ((await readEntry(disk, pepperPath)) === undefined)
        throw new KeysUnreachable(`the keyring at ${directory} is not there any more`)
      await makeDirectory(disk, folder(practice))
      await writeEntry(disk, at, entryOf({ practice, version, createdAt, wrapped }))
    },
    replace: (key) => replaceFile(disk, path(key.practice, key.version), textOf(entryOf(key)), 0o600),
    practices: async () =>
      (await reach(directory, disk.readdir(directory))).filter((name) => !name.startsWith('.') && !name.includes('.')),
    async destroy(practice, version) {
      await eraseFile(disk, path(practice, version)).catch((error: unknown) => {
        if (hasCode(error, 'ENOENT')) throw new KeyDestroyed(`version ${version} is not in the keyring`)
        throw error
      })
    },
    async readPepper() {
      return (await readEntry(disk, pepperPath))?.wrapped
    },
    writePepper: (wrapped) => writeEntry(disk, pepperPath, { wrapped: wrapped.toString('base64') }),
    replacePepper: (wrapped) => replaceFile(disk, pepperPath, textOf({ wrapped: wrapped.toString('base64') }), 0o600),
    async readSigningKey() {
      return (await readEntry(disk, signingPath))?.wrapped
    },
    writeSigningKey: (wrapped) => writeEntry(disk, signingPath, { wrapped: wrapped.toString('base64') }),
    replaceSigningKey: (wrapped) =>
      replaceFile(disk, signingPath, textOf({ wrapped: wrapped.toString('base64') }), 0o600),
  }
}

interface Entry {
  practice?: unknown
  version?: unknown
  createdAt?: unknown
  wrapped: Buffer
}

async function readEntry(disk: Disk, path: string): Promise<Entry | undefined> {
  const bytes = await readWhole(disk, path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined
    throw new KeysUnreachable('the keyring cannot be read')
  })
  if (bytes === undefined) return undefined
  try {
    const { wrapped, ...entry } = JSON.parse(bytes.toString()) as Record<string, unknown>
    if (typeof wrapped === 'string') return { ...entry, wrapped: Buffer.from(wrapped, 'base64') }
  } catch {
    // told below
  }
  throw damaged(path)
}

function entryOf({ practice, version, createdAt, wrapped }: WrappedPracticeKey): object {
  return { practice, version, createdAt: createdAt.toISOString(), wrapped: wrapped.toString('base64') }
}

function textOf(entry: object): Buffer {
  return Buffer.from(`${JSON.stringify(entry, null, 2)}\n`)
}

async function writeEntry(disk: Disk, path: string, entry: object): Promise<void> {
  await writeFileOnce(disk, path, textOf(entry), 0o600).catch((error: unknown) => {
    throw hasCode(error, 'EEXIST') ? new KeyExists('that version is in the keyring already') : error
  })
}

async function reach<Result>(directory: string, work: Promise<Result>): Promise<Result> {
  return work.catch(() => {
    throw new KeysUnreachable(`the keyring at ${directory} cannot be read`)
  })
}

function damaged(path: string): KeysUnreachable {
  return new KeysUnreachable(`the keyring's file ${path} is damaged`)
}

function safeName(practice: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(practice)) throw new TypeError('a practice id must fit a file name')
  return practice
}

function safeVersion(version: number): number {
  if (!Number.isSafeInteger(version) || version < 1) throw new TypeError('a key version is a whole number from 1')
  return version
}
