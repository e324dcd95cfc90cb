/** Promise: a sealed value opens only with its compartment's key and only in the place where it was sealed. */
import { availableParallelism } from 'node:os'
import { binding, type Binding } from './binding.ts'
import {
  openMessage,
  openRange,
  sealMessage,
  startSealing,
  type MessageSealer,
  type RangeOpener,
} from './chunked-encryption.ts'
import { insideOf, type CompartmentKey, type CompartmentKind, type WrappedCompartmentKey } from './compartment-key.ts'
import { compartments } from './compartments.ts'
import { encodePlace, type Place } from './context.ts'
import { digest } from './digest.ts'
import { isForeignHash } from './foreign-hash.ts'
import type { KeyService } from './key-service.ts'
import type { Keyring, PracticeKeyFacts } from './keyring.ts'
import { isOutdated, parsePasswordHash } from './password-hash.ts'
import { passwordProcess } from './password-process.ts'
import { passwords } from './passwords.ts'
import { openPepper } from './pepper.ts'
import { practiceKeys } from './practice-keys.ts'
import { openedCache, openOnce } from './opened-cache.ts'
import { searchToken } from './search-token.ts'
import { unwrapBy, wrapFor, type SharedCompartmentKey } from './shared-keys.ts'
import { openSigningKey, type Signing } from './signing-key.ts'
import { SealBroken } from './vault-errors.ts'

export type { CompartmentKey, CompartmentKind, WrappedCompartmentKey } from './compartment-key.ts'
export type { SharedCompartmentKey } from './shared-keys.ts'
export type { Place } from './context.ts'
export type { RangeOpener } from './chunked-encryption.ts'

export interface Vault extends Binding, Signing {
  /** Version 1, synced to the keyring before it resolves. Throws KeyExists, and changes nothing, when there is one. */
  createPracticeKey(practice: string): Promise<void>
  /** Adds the next version, synced; answers its number. New compartments are wrapped by the newest. */
  rotatePracticeKey(practice: string): Promise<number>
  /** Versions that still exist, oldest first. */
  listPracticeKeys(practice: string): Promise<PracticeKeyFacts[]>
  /** Opens a version afresh, past memory, and keeps nothing. Throws KeyDestroyed, SealBroken, KeysUnreachable. */
  provePracticeKey(practice: string, version: number): Promise<void>
  /** Afterwards nothing wrapped by that version opens. Throws KeyDestroyed when it is not there. */
  destroyPracticeKeyVersion(practice: string, version: number): Promise<void>

  /** A fresh random key, wrapped by the practice's newest key. `version` (from 1) is the compartment key's own. */
  newCompartment(
    practice: string,
    compartment: string,
    kind: CompartmentKind,
    version?: number,
  ): Promise<{ wrapped: WrappedCompartmentKey; key: CompartmentKey }>
  /** From a bounded cache, else unwrapped. Throws SealBroken, KeyDestroyed, KeysUnreachable. */
  openCompartment(wrapped: WrappedCompartmentKey): Promise<CompartmentKey>
  /** The same key wrapped by another version of the practice key: values sealed under it still open. */
  rewrapCompartment(wrapped: WrappedCompartmentKey, toVersion: number): Promise<WrappedCompartmentKey>
  /** A key once more, wrapped by the key of a compartment that owns it: 108 bytes. TypeError across practices. */
  wrapFor(owner: CompartmentKey, key: CompartmentKey): Buffer
  /** Throws SealBroken. */
  unwrapBy(owner: CompartmentKey, shared: SharedCompartmentKey): CompartmentKey
  /** Drops a compartment's keys and opened bytes from memory, as after its destruction. */
  forgetCompartment(practice: string, compartment: string): void
  forgetPractice(practice: string): void

  /** 56 bytes longer than `plain`, and 16 for each begun 16 KiB (a multiple of 16 KiB begins one more). */
  seal(key: CompartmentKey, place: Place, plain: Uint8Array): Buffer
  /** Throws SealBroken. */
  open(key: CompartmentKey, place: Place, sealed: Uint8Array): Buffer
  /**
   * The same, kept in bounded memory for the next time these very bytes are opened with this key in this place.
   * @param hash SHA-256 of `sealed`, made of the bytes as they were just read: what was altered is never taken for what was
   * @returns bytes that must not be changed
   */
  openAgain(key: CompartmentKey, place: Place, sealed: Uint8Array, hash: Buffer): Buffer
  /**
   * What was read out of values, as `keepReading` kept it, when nothing of them changed since.
   * @param hash over the sealed bytes of all of them, as the database holds them now
   */
  findReading<T extends object>(key: CompartmentKey, place: Place, hash: Buffer): T | undefined
  /** @param bytes about what it takes in memory; the budget is `readingBytes`. It must not be changed afterwards. */
  keepReading<T extends object>(key: CompartmentKey, place: Place, hash: Buffer, reading: T, bytes: number): void
  /** The same bytes as `seal` makes, in constant memory: piece by piece, as it comes. */
  startSealing(key: CompartmentKey, place: Place): MessageSealer
  /**
   * Opens whole chunks of a long value, in any order.
   * @param header the value's first 56 bytes
   * @param sealedSize the length of the whole sealed value; throws SealBroken when no value has it
   */
  openRange(key: CompartmentKey, place: Place, header: Uint8Array, sealedSize: number): RangeOpener

  /** 16 bytes: HMAC-SHA-256, truncated, under a key of the field's own. TypeError unless the key's kind is `index`. */
  searchToken(key: CompartmentKey, field: string, normalised: string): Buffer
  /** SHA-256, 32 bytes. */
  digest(bytes: Uint8Array): Buffer

  /** argon2id as a PHC string. Throws PasswordQueueFull. */
  hashPassword(password: string): Promise<string>
  /** Throws PasswordQueueFull, and SealBroken when `stored` is not a hash that this vault makes. */
  verifyPassword(stored: string, password: string): Promise<boolean>
  /** Takes as long as a verification and is always false: for accounts that do not exist. Throws PasswordQueueFull. */
  refusePassword(password: string): Promise<false>
  /** True when `stored` was made with other parameters than today's: hash it again at the next sign-in. */
  isPasswordOutdated(stored: string): boolean

  close(): Promise<void>
}

export interface VaultOptions {
  keyService: KeyService
  keyring: Keyring
  /** Opened compartment keys kept in memory; default 20,000. */
  cachedKeys?: number
  /** Milliseconds after which a cached key is unwrapped again; default 10 minutes. */
  keyLifetime?: number
  /** Bytes of opened values kept in memory; default 24 MiB. */
  openedBytes?: number
  /** Bytes of what was read out of values; default 24 MiB. One may take a third. */
  readingBytes?: number
  /** Waiting password jobs before PasswordQueueFull; default 64. */
  passwordQueue?: number
  /** Milliseconds, monotonic. */
  now?: () => number
}

export async function openVault(options: VaultOptions): Promise<Vault> {
  const { keyService, keyring, cachedKeys = 20_000, keyLifetime = 600_000, passwordQueue = 64 } = options
  const opened = openedCache<Buffer>(options.openedBytes ?? 24 * 2 ** 20)
  const { readingBytes = 24 * 2 ** 20 } = options
  const readings = openedCache<object>(readingBytes, readingBytes / 3)
  const cache = { cachedKeys, keyLifetime, now: options.now ?? (() => performance.now()) }
  const pepper = await openPepper(keyService, keyring)
  const signing = await openSigningKey(keyService, keyring)
  const keysOfPractices = practiceKeys({ keyService, keyring, ...cache })
  const keys = compartments(keysOfPractices, cache)
  const concurrency = Math.max(1, Math.floor(availableParallelism() / 2))
  const child = passwordProcess({ concurrency, queue: passwordQueue })
  const { hash, verify, refuse } = passwords(child, pepper)

  return {
    createPracticeKey: keysOfPractices.create,
    rotatePracticeKey: keysOfPractices.rotate,
    listPracticeKeys: keysOfPractices.list,
    provePracticeKey: keysOfPractices.prove,
    async destroyPracticeKeyVersion(practice, version) {
      await keysOfPractices.destroy(practice, version)
      keys.forget(practice)
      opened.forget(practice)
      readings.forget(practice)
    },

    newCompartment: (practice, compartment, kind, version = 1) => keys.create(practice, compartment, kind, version),
    openCompartment: (wrapped) =>
      keys.open(wrapped).catch((error: unknown) => {
        throw named(error, wrapped.compartment)
      }),
    rewrapCompartment: keys.rewrap,
    wrapFor,
    unwrapBy,
    forgetCompartment(practice, compartment) {
      keys.forget(practice, compartment)
      opened.forget(practice, compartment)
      readings.forget(practice, compartment)
    },
    forgetPractice(practice) {
      opened.forget(practice)
      readings.forget(practice)
      keysOfPractices.forget(practice)
      keys.forget(practice)
    },

    seal: (key, place, plain) => sealMessage(insideOf(key).secret, contextOf(key, place), plain),
    open(key, place, sealed) {
      try {
        return openMessage(insideOf(key).secret, contextOf(key, place), sealed)
      } catch (error) {
        throw named(error, place.record)
      }
    },
    openAgain(key, place, sealed, hash) {
      const open = () => openMessage(insideOf(key).secret, contextOf(key, place), sealed)
      try {
        return openOnce(opened, key, place, hash, open)
      } catch (error) {
        throw named(error, place.record)
      }
    },
    findReading: <T extends object>(key: CompartmentKey, place: Place, hash: Buffer) =>
      readings.find(key, place, hash) as T | undefined,
    keepReading: readings.keep,
    startSealing: (key, place) => startSealing(insideOf(key).secret, contextOf(key, place)),
    openRange: (key, place, header, size) => openRange(insideOf(key).secret, contextOf(key, place), header, size),

    searchToken,
    digest,
    ...binding(pepper),
    ...signing,

    hashPassword: hash,
    verifyPassword: verify,
    refusePassword: refuse,
    isPasswordOutdated: (stored) => isForeignHash(stored) || isOutdated(parsePasswordHash(stored)),

    async close() {
      child.close()
    },
  }
}

/** Whoever is told of it has to know which record it was. */
function named(error: unknown, record: string): unknown {
  return error instanceof SealBroken ? new SealBroken(error.fault, record) : error
}

function contextOf(key: CompartmentKey, place: Place): Buffer {
  return Buffer.concat([insideOf(key).context, encodePlace(place)])
}
