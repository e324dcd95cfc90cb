/** Promise: equal identifiers give equal tokens within one practice, key and field, and nowhere else. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { insideOf, type CompartmentKey } from './compartment-key.ts'
import { encodeFields } from './context.ts'
import { hkdfExpand, hmac } from './primitives.ts'

const TOKEN = 16

const fieldKeys = new WeakMap<CompartmentKey, Map<string, KeyObject>>()

/**
 * HMAC-SHA-256 truncated to 128 bits (RFC 2104, section 5), key from HKDF-Expand-SHA-512 by practice and field. Throws
 * TypeError unless the key is of kind `index`. Normalise first: the same number in two spellings gives two tokens.
 */
export function searchToken(key: CompartmentKey, field: string, normalised: string): Buffer {
  if (!normalised.isWellFormed()) throw new TypeError('text to be searched holds a lone surrogate')
  return hmac('sha256', fieldKey(key, field), Buffer.from(normalised)).subarray(0, TOKEN)
}

function fieldKey(key: CompartmentKey, field: string): KeyObject {
  const known = fieldKeys.get(key)?.get(field)
  if (known !== undefined) return known
  const { secret } = insideOf(key)
  if (key.kind !== 'index') throw new TypeError('tokens are made with an index key')
  const bytes = hkdfExpand('sha512', secret, encodeFields(['candour/token/1', key.practice, field]), 32)
  const derived = createSecretKey(bytes)
  fieldKeys.set(key, (fieldKeys.get(key) ?? new Map<string, KeyObject>()).set(field, derived))
  return derived
}
