import { expect, test } from 'vitest'
import { exportSecret, makeCompartmentKey, type CompartmentKeyFacts } from './compartment-key.ts'
import { unwrapBy, wrapFor } from './shared-keys.ts'
import { SealBroken } from './vault-errors.ts'

function keyOf(compartment: string, filled: number, facts: Partial<CompartmentKeyFacts> = {}) {
  return makeCompartmentKey(
    { practice: 'practice', compartment, kind: 'patient', version: 1, ...facts },
    Buffer.alloc(32, filled),
  )
}
const owner = keyOf('owner', 1)
const other = keyOf('other', 2)
const key = keyOf('shared', 3, { kind: 'shared', version: 4 })
const shared = { practice: 'practice', compartment: 'shared', kind: 'shared' as const }

test('each owner’s key opens it, and it is the same key', () => {
  for (const one of [owner, other]) {
    const opened = unwrapBy(one, { ...shared, wrapped: wrapFor(one, key) })
    expect(opened).toMatchObject({ ...shared, version: 4, id: key.id })
    expect(exportSecret(opened)).toEqual(Buffer.alloc(32, 3))
  }
  expect(wrapFor(owner, key)).toHaveLength(108)
})

test('nobody else’s key does, nor does it open as another compartment, kind or practice', () => {
  const wrapped = wrapFor(owner, key)
  const sameBytes = keyOf('elsewhere', 1)
  for (const one of [other, sameBytes]) expect(() => unwrapBy(one, { ...shared, wrapped })).toThrow(SealBroken)
  for (const claim of [{ compartment: 'other' }, { kind: 'unfiled' as const }, { practice: 'elsewhere' }])
    expect(() => unwrapBy(owner, { ...shared, ...claim, wrapped })).toThrow(SealBroken)
  for (const at of [0, 30, 60, 107]) {
    const altered = Buffer.from(wrapped)
    altered[at]! ^= 1
    expect(() => unwrapBy(owner, { ...shared, wrapped: altered })).toThrow(SealBroken)
  }
})

test('a key is never wrapped for another practice', () => {
  const elsewhere = keyOf('owner', 1, { practice: 'elsewhere' })
  expect(() => wrapFor(elsewhere, key)).toThrow(new TypeError('a key of another practice'))
  // Even the same secret under another practice's name.
  expect(() => unwrapBy(elsewhere, { ...shared, wrapped: wrapFor(owner, key) })).toThrow(new SealBroken('commitment'))
})
