/** Promise: what the database says of who may come in counts only as Candour wrote it; whoever writes to the database alone can forge none. */
import { createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { encodeFields } from './context.ts'
import { hkdfExpand, hmac } from './primitives.ts'

export interface Binding {
  /** 32 bytes: HMAC-SHA-256 (RFC 2104) over the fields, in this order, under a key of the purpose's own. */
  bind(purpose: string, fields: readonly (string | number)[]): Buffer
  /** Whether `bound` is what `bind` makes of them, in constant time. False for null. */
  isBound(purpose: string, fields: readonly (string | number)[], bound: Buffer | null): boolean
}

/** Keys come by HKDF-Expand-SHA-512 from the pepper, which lies wrapped in the keyring, apart from the database. */
export function binding(pepper: KeyObject): Binding {
  const keys = new Map<string, KeyObject>()

  function keyOf(purpose: string): KeyObject {
    const known = keys.get(purpose)
    if (known !== undefined) return known
    const made = createSecretKey(hkdfExpand('sha512', pepper, encodeFields(['candour/binding/1', purpose]), 32))
    keys.set(purpose, made)
    return made
  }

  const bind: Binding['bind'] = (purpose, fields) => hmac('sha256', keyOf(purpose), encodeFields(fields))
  return {
    bind,
    isBound(purpose, fields, bound) {
      const right = bind(purpose, fields)
      return bound !== null && bound.length === right.length && timingSafeEqual(bound, right)
    },
  }
}
