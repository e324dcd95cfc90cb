/** Promise: a compartment key's secret cannot be printed, serialised, copied or made up outside the vault. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { encodeFields } from './context.ts'
import { hkdfExpand } from './primitives.ts'
import { SealBroken } from './vault-errors.ts'

export type CompartmentKind = 'patient' | 'practice' | 'unfiled' | 'thread' | 'index' | 'account' | 'shared'

declare const opened: unique symbol

/** An opened key. Only the vault makes one; its 32 secret bytes are kept apart from the object. */
export interface CompartmentKey {
  readonly practice: string
  readonly compartment: string
  readonly kind: CompartmentKind
  /** Version of the compartment's own key, from 1; not the practice key's. Rewrapping leaves it alone. */
  readonly version: number
  /** 32 hex digits derived from the secret: names the key, tells nothing of it, survives rewrapping. */
  readonly id: string
  readonly [opened]: true
}

/** As stored in PostgreSQL. All of it but `wrapped` is bound into the wrapping. */
export interface WrappedCompartmentKey {
  practice: string
  compartment: string
  kind: CompartmentKind
  /** 108 bytes, sealed by the practice key. */
  wrapped: Buffer
  practiceKeyVersion: number
}

interface Inside {
  secret: KeyObject
  context: Buffer
}

const insides = new WeakMap<CompartmentKey, Inside>()

export interface CompartmentKeyFacts {
  practice: string
  compartment: string
  kind: CompartmentKind
  version: number
}

/** @param bytes 32 secret bytes, uniformly random; may be wiped afterwards. */
export function makeCompartmentKey(facts: CompartmentKeyFacts, bytes: Uint8Array): CompartmentKey {
  const { practice, compartment, kind, version } = facts
  const secret = createSecretKey(bytes)
  const id = hkdfExpand('sha512', secret, encodeFields(['candour/key-id/1']), 16).toString('hex')
  const key = Object.freeze({ practice, compartment, kind, version, id }) as CompartmentKey
  insides.set(key, { secret, context: encodeFields(['candour/seal/1', practice, compartment, kind, id, version]) })
  return key
}

/** The secret and the encoded part of every context under this key. Throws TypeError for an object that is not ours. */
export function insideOf(key: CompartmentKey): Inside {
  const inside = insides.get(key)
  if (inside === undefined) throw new TypeError('not a key that this vault opened')
  return inside
}

/** A copy of the 32 secret bytes, for wrapping only; wipe it afterwards. */
export function exportSecret(key: CompartmentKey): Buffer {
  return insideOf(key).secret.export()
}

/** Version (4 bytes, big-endian) and secret (32). */
const PAYLOAD = 36

/** What is wrapped of a key; wipe it afterwards. */
export function payloadOf(key: CompartmentKey): Buffer {
  const payload = Buffer.alloc(PAYLOAD)
  payload.writeUInt32BE(key.version)
  const secret = exportSecret(key)
  secret.copy(payload, 4)
  secret.fill(0)
  return payload
}

/** The key of an unwrapped payload, which is wiped. Throws SealBroken when it is none. */
export function keyOf(
  { practice, compartment, kind }: Omit<CompartmentKeyFacts, 'version'>,
  payload: Buffer,
): CompartmentKey {
  if (payload.length !== PAYLOAD) throw new SealBroken('payload')
  const key = makeCompartmentKey({ practice, compartment, kind, version: payload.readUInt32BE() }, payload.subarray(4))
  payload.fill(0)
  return key
}
