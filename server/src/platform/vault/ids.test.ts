import { describe, expect, it } from 'vitest'
import { newId, randomNonce } from './ids.ts'

describe('a new id', () => {
  it('is a UUID of version 7 with the time in front', () => {
    const id = newId(0x0190_f5d2_1234)
    expect(id).toMatch(/^0190f5d2-1234-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('sorts by time and is random otherwise', () => {
    expect(newId(1) < newId(2)).toBe(true)
    const many = Array.from({ length: 200 }, () => newId(5))
    expect(new Set(many).size).toBe(200)
    // Every bit but those of time, version and variant takes both values.
    const bits = many.map((id) => BigInt(`0x${id.replaceAll('-', '')}`))
    const ever = bits.reduce((all, bit) => all | bit)
    const always = bits.reduce((all, bit) => all & bit)
    expect((ever ^ always).toString(16)).toBe('fff3fffffffffffffff')
  })

  it('takes the time from the clock', () => {
    const before = Date.now()
    const time = parseInt(newId().replace('-', '').slice(0, 12), 16)
    expect(time).toBeGreaterThanOrEqual(before)
    expect(time).toBeLessThanOrEqual(Date.now())
  })
})

it('a nonce is 16 random bytes', () => {
  expect(randomNonce()).toHaveLength(16)
  expect(randomNonce().equals(randomNonce())).toBe(false)
})
