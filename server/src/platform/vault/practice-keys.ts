/** Promise: a practice's key wraps its compartments' keys and seals nothing; destroyed, it is out of memory too. */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { boundedCache } from './bounded-cache.ts'
import type { KeyContext, KeyService } from './key-service.ts'
import type { Keyring, PracticeKeyFacts } from './keyring.ts'
import { KeyDestroyed, KeyExists } from './vault-errors.ts'

export interface PracticeKeys {
  create(practice: string): Promise<void>
  rotate(practice: string): Promise<number>
  list(practice: string): Promise<PracticeKeyFacts[]>
  newest(practice: string): Promise<PracticeKey>
  open(practice: string, version: number): Promise<PracticeKey>
  /** Opens it from the keyring and the key service, whatever is in memory. Throws KeyDestroyed, SealBroken, KeysUnreachable. */
  prove(practice: string, version: number): Promise<void>
  destroy(practice: string, version: number): Promise<void>
  forget(practice: string): void
}

export interface PracticeKey {
  practice: string
  version: number
  secret: KeyObject
}

export interface PracticeKeysOptions {
  keyService: KeyService
  keyring: Keyring
  cachedKeys: number
  keyLifetime: number
  now: () => number
}

/**
 * For how long a node may go on to wrap under a version that another node has replaced, milliseconds: a rotation's last
 * pass over the compartments comes after it. A second, so that each new compartment is not four calls of the disk.
 */
export const newestLifetime = 1000

export function practiceKeys({ keyService, keyring, cachedKeys, keyLifetime, now }: PracticeKeysOptions): PracticeKeys {
  const opened = boundedCache<PracticeKey>(cachedKeys, keyLifetime, now)
  const opening = new Map<string, Promise<PracticeKey>>()
  const newest = boundedCache<{ practice: string; version: number }>(
    cachedKeys,
    Math.min(newestLifetime, keyLifetime),
    now,
  )

  async function add(practice: string, version: number): Promise<void> {
    const secret = randomBytes(32)
    try {
      const wrapped = await keyService.wrap(secret, practiceKeyContext(practice, version))
      await keyring.write({ practice, version, createdAt: new Date(), wrapped })
    } finally {
      secret.fill(0)
    }
  }

  async function unwrap(practice: string, version: number): Promise<PracticeKey> {
    const { wrapped } = await keyring.read(practice, version)
    const bytes = await keyService.unwrap(wrapped, practiceKeyContext(practice, version))
    const secret = createSecretKey(bytes)
    bytes.fill(0)
    return { practice, version, secret }
  }

  async function open(practice: string, version: number): Promise<PracticeKey> {
    const name = `${version} ${practice}`
    const ready = opened.get(name) ?? opening.get(name)
    if (ready !== undefined) return ready
    const work = unwrap(practice, version)
    opening.set(name, work)
    try {
      const key = await work
      if (opening.get(name) === work) opened.set(name, key)
      return key
    } finally {
      if (opening.get(name) === work) opening.delete(name)
    }
  }

  async function newestVersion(practice: string): Promise<number> {
    const facts = (await keyring.list(practice)).at(-1)
    if (facts === undefined) throw new KeyDestroyed('the practice has no key')
    return facts.version
  }

  async function openNewest(practice: string): Promise<PracticeKey> {
    const known = newest.get(practice)
    if (known !== undefined) return open(practice, known.version)
    const version = await newestVersion(practice)
    newest.set(practice, { practice, version })
    return open(practice, version)
  }

  return {
    open,
    list: (practice) => keyring.list(practice),
    newest: openNewest,
    async prove(practice, version) {
      await unwrap(practice, version)
    },
    async create(practice) {
      if ((await keyring.list(practice)).length > 0) throw new KeyExists('the practice has a key already')
      await add(practice, 1)
    },
    async rotate(practice) {
      const version = (await newestVersion(practice)) + 1
      await add(practice, version)
      newest.deleteWhere((one) => one.practice === practice)
      return version
    },
    async destroy(practice, version) {
      await keyring.destroy(practice, version)
      newest.deleteWhere((one) => one.practice === practice)
      opening.delete(`${version} ${practice}`)
      opened.deleteWhere((key) => key.practice === practice && key.version === version)
    },
    forget(practice) {
      opening.clear()
      newest.deleteWhere((one) => one.practice === practice)
      opened.deleteWhere((key) => key.practice === practice)
    },
  }
}

export function practiceKeyContext(practice: string, version: number): KeyContext {
  return { purpose: 'practice-key', practice, version: String(version) }
}
