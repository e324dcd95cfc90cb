/** Promise: a compartment's key opens only as the practice, compartment and kind that it was made for. */
import { randomBytes } from 'node:crypto'
import { boundedCache } from './bounded-cache.ts'
import { openMessage, sealMessage } from './chunked-encryption.ts'
import {
  keyOf,
  makeCompartmentKey,
  payloadOf,
  type CompartmentKey,
  type CompartmentKind,
  type WrappedCompartmentKey,
} from './compartment-key.ts'
import { encodeFields } from './context.ts'
import type { PracticeKey, PracticeKeys } from './practice-keys.ts'

export interface NewCompartment {
  wrapped: WrappedCompartmentKey
  key: CompartmentKey
}

export interface Compartments {
  create(practice: string, compartment: string, kind: CompartmentKind, version: number): Promise<NewCompartment>
  open(wrapped: WrappedCompartmentKey): Promise<CompartmentKey>
  rewrap(wrapped: WrappedCompartmentKey, toVersion: number): Promise<WrappedCompartmentKey>
  forget(practice: string, compartment?: string): void
}

export interface CompartmentsOptions {
  cachedKeys: number
  keyLifetime: number
  now: () => number
}

export function compartments(practiceKeys: PracticeKeys, options: CompartmentsOptions): Compartments {
  const opened = boundedCache<CompartmentKey>(options.cachedKeys, options.keyLifetime, options.now)
  let forgotten = 0

  async function unwrap(wrapped: WrappedCompartmentKey): Promise<CompartmentKey> {
    const asked = forgotten
    const key = unwrapWith(await practiceKeys.open(wrapped.practice, wrapped.practiceKeyVersion), wrapped)
    if (asked === forgotten) opened.set(cacheName(wrapped), key)
    return key
  }

  return {
    async create(practice, compartment, kind, version) {
      const asked = forgotten
      const practiceKey = await practiceKeys.newest(practice)
      const secret = randomBytes(32)
      const key = makeCompartmentKey({ practice, compartment, kind, version }, secret)
      secret.fill(0)
      const wrapped = wrapWith(practiceKey, key)
      if (asked === forgotten) opened.set(cacheName(wrapped), key)
      return { wrapped, key }
    },
    open(wrapped) {
      const ready = opened.get(cacheName(wrapped))
      return ready === undefined ? unwrap(wrapped) : Promise.resolve(ready)
    },
    async rewrap(wrapped, toVersion) {
      const from = await practiceKeys.open(wrapped.practice, wrapped.practiceKeyVersion)
      const to = await practiceKeys.open(wrapped.practice, toVersion)
      return wrapWith(to, unwrapWith(from, wrapped))
    },
    forget(practice, compartment) {
      forgotten++
      opened.deleteWhere(
        (key) => key.practice === practice && (compartment === undefined || key.compartment === compartment),
      )
    },
  }
}

function wrapWith(practiceKey: PracticeKey, key: CompartmentKey): WrappedCompartmentKey {
  const { practice, compartment, kind } = key
  const payload = payloadOf(key)
  const context = wrapContext(practice, compartment, kind, practiceKey.version)
  const wrapped = sealMessage(practiceKey.secret, context, payload)
  payload.fill(0)
  return { practice, compartment, kind, wrapped, practiceKeyVersion: practiceKey.version }
}

function unwrapWith(practiceKey: PracticeKey, wrapped: WrappedCompartmentKey): CompartmentKey {
  const { practice, compartment, kind, practiceKeyVersion } = wrapped
  const context = wrapContext(practice, compartment, kind, practiceKeyVersion)
  return keyOf(wrapped, openMessage(practiceKey.secret, context, wrapped.wrapped))
}

function wrapContext(practice: string, compartment: string, kind: string, practiceKeyVersion: number): Buffer {
  return encodeFields(['candour/wrap/1', practice, compartment, kind, practiceKeyVersion])
}

/** Everything that the wrapping binds and the wrapped bytes: another claim about the same bytes is another name. */
function cacheName({ practice, compartment, kind, practiceKeyVersion, wrapped }: WrappedCompartmentKey): string {
  const claim = `${practice.length} ${compartment.length} ${kind} ${practiceKeyVersion} ${practice}${compartment}`
  return claim + wrapped.toString('latin1')
}
