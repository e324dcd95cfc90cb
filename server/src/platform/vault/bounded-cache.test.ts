import { describe, expect, it } from 'vitest'
import { boundedCache } from './bounded-cache.ts'

describe('a bounded cache', () => {
  it('lets the least recently used go first', () => {
    const cache = boundedCache<number>(2, 100, () => 0)
    cache.set('a', 1)
    cache.set('b', 2)
    cache.get('a')
    cache.set('c', 3)
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2])
  })

  it('counts a value that is set again once, and as new', () => {
    const cache = boundedCache<number>(2, 100, () => 0)
    cache.set('a', 1)
    cache.set('b', 2)
    cache.set('a', 3)
    expect(cache.size).toBe(2)
    cache.set('c', 4)
    expect([cache.get('a'), cache.get('b')]).toEqual([3, undefined])
  })

  it('lets a value go after its lifetime, however often it is used', () => {
    let now = 0
    const cache = boundedCache<number>(2, 100, () => now)
    cache.set('a', 1)
    now = 99
    expect(cache.get('a')).toBe(1)
    now = 100
    expect(cache.get('a')).toBeUndefined()
    expect(cache.size).toBe(0)
  })

  it('forgets what it is told to', () => {
    const cache = boundedCache<number>(9, 100, () => 0)
    for (const value of [1, 2, 3, 4]) cache.set(`n${value}`, value)
    cache.deleteWhere((value) => value % 2 === 0)
    expect([1, 2, 3, 4].map((value) => cache.get(`n${value}`))).toEqual([1, undefined, 3, undefined])
  })
})
