import { expect, test, vi } from 'vitest'
import { makeCompartmentKey } from './compartment-key.ts'
import { openedCache, openOnce } from './opened-cache.ts'

function keyOf(practice: string, compartment: string, filled = 1) {
  return makeCompartmentKey({ practice, compartment, kind: 'patient', version: 1 }, Buffer.alloc(32, filled))
}
const key = keyOf('practice', 'patient')
const place = { table: 'candour.resource', field: 'content', record: 'Patient/1', revision: 1, schema: 1 }
const hash = Buffer.alloc(32, 7)
const opening = (text = 'plain') => vi.fn(() => Buffer.from(text))

test('the same bytes under the same key in the same place are opened once', () => {
  const cache = openedCache<Buffer>(10_000)
  const open = opening()
  expect(openOnce(cache, key, place, hash, open).toString()).toBe('plain')
  expect(openOnce(cache, key, place, Buffer.from(hash), open).toString()).toBe('plain')
  expect(open).toHaveBeenCalledTimes(1)
})

test('P33 other bytes, another key or another place are never taken for them', () => {
  const cache = openedCache<Buffer>(100_000)
  openOnce(cache, key, place, hash, opening())
  const others = [
    [keyOf('practice', 'patient', 2), place, hash],
    [key, place, Buffer.alloc(32, 8)],
    ...(['table', 'field', 'record'] as const).map((part) => [key, { ...place, [part]: 'other' }, hash] as const),
    ...(['revision', 'schema'] as const).map((part) => [key, { ...place, [part]: 2 }, hash] as const),
  ] as const
  for (const [otherKey, otherPlace, otherHash] of others) {
    const open = opening('another')
    expect(openOnce(cache, otherKey, otherPlace, otherHash, open).toString()).toBe('another')
    expect(open).toHaveBeenCalledTimes(1)
  }
  expect(cache.size().values).toBe(8)
})

test('what does not open is not kept', () => {
  const cache = openedCache<Buffer>(10_000)
  const broken = () => {
    throw new Error('broken')
  }
  expect(() => openOnce(cache, key, place, hash, broken)).toThrow('broken')
  expect(cache.size()).toEqual({ values: 0, bytes: 0 })
})

test('it holds no more than its bytes: the least recently used go first, and what is too long is not kept', () => {
  const cache = openedCache<Buffer>(16_000)
  const at = (revision: number) => ({ ...place, revision })
  const thousand = () => Buffer.alloc(600)
  for (let revision = 0; revision < 16; revision++) openOnce(cache, key, at(revision), hash, thousand)
  expect(cache.size()).toEqual({ values: 16, bytes: 16_000 })
  openOnce(cache, key, at(0), hash, thousand)
  openOnce(cache, key, at(16), hash, thousand)
  const again = vi.fn(thousand)
  openOnce(cache, key, at(0), hash, again)
  expect(again).not.toHaveBeenCalled()
  openOnce(cache, key, at(1), hash, again)
  expect(again).toHaveBeenCalledTimes(1)
  openOnce(cache, key, at(99), hash, () => Buffer.alloc(601))
  expect(cache.size()).toEqual({ values: 16, bytes: 16_000 })
})

test('an erased compartment, or a whole practice, is out of memory at once', () => {
  const cache = openedCache<Buffer>(100_000)
  const other = keyOf('practice', 'other', 3)
  const elsewhere = keyOf('elsewhere', 'patient', 4)
  for (const one of [key, other, elsewhere]) openOnce(cache, one, place, hash, opening())
  cache.forget('practice', 'patient')
  expect(cache.size().values).toBe(2)
  const kept = opening()
  openOnce(cache, other, place, hash, kept)
  expect(kept).not.toHaveBeenCalled()
  cache.forget('practice')
  expect(cache.size()).toEqual({ values: 1, bytes: 405 })
})

test('P33 what was read out of values is found by their hash, key and place alone, and goes with them', () => {
  const cache = openedCache<object>(10_000, 5000)
  const read = { title: 'Review' }
  cache.keep(key, place, hash, read, 1000)
  expect(cache.find(key, place, Buffer.from(hash))).toBe(read)
  expect(cache.find(key, place, Buffer.alloc(32, 8))).toBeUndefined()
  expect(cache.find(keyOf('practice', 'patient', 2), place, hash)).toBeUndefined()
  cache.keep(key, place, hash, {}, 2000)
  expect(cache.size()).toEqual({ values: 1, bytes: 2400 })
  cache.keep(key, { ...place, revision: 2 }, hash, {}, 4601)
  expect(cache.size().values).toBe(1)
  cache.forget('practice', 'patient')
  expect(cache.size()).toEqual({ values: 0, bytes: 0 })
})
