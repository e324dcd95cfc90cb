import { describe, expect, it } from 'vitest'
import { formatPasswordHash, isOutdated, parsePasswordHash, todaysCost } from './password-hash.ts'
import { SealBroken } from './vault-errors.ts'

// Fixed, so that the names of the tests below stay the same from run to run.
const salt = Buffer.alloc(16, 0xa5)
const tag = Buffer.alloc(32, 0x5c)
const text = formatPasswordHash({ ...todaysCost, salt, tag })

describe('a stored password hash', () => {
  it('is a PHC string', () => {
    const parts = [salt, tag].map((bytes) => bytes.toString('base64').replace(/=+$/, ''))
    expect(text).toBe(`$argon2id$v=19$m=65536,t=3,p=1$${parts.join('$')}`)
  })

  it('is read back', () => {
    expect(parsePasswordHash(text)).toEqual({ memory: 65_536, passes: 3, lanes: 1, salt, tag })
    const other = { memory: 19_456, passes: 2, lanes: 4, salt, tag }
    expect(parsePasswordHash(formatPasswordHash(other))).toEqual(other)
  })

  it.each([
    { memory: 262_144, passes: 10, lanes: 4 },
    { memory: 8, passes: 1, lanes: 1 },
    { memory: 32, passes: 1, lanes: 4 },
  ])('may cost %o', (cost) => {
    expect(parsePasswordHash(formatPasswordHash({ ...cost, salt, tag }))).toMatchObject(cost)
  })

  it.each([
    { memory: 262_145 },
    { memory: 7 },
    { memory: 31, lanes: 4 },
    { passes: 0 },
    { passes: 11 },
    { lanes: 0 },
    { lanes: 5 },
  ])('may not cost %o', (cost) => {
    expect(() => parsePasswordHash(formatPasswordHash({ ...todaysCost, ...cost, salt, tag }))).toThrow(
      new SealBroken('payload'),
    )
  })

  it.each([
    '',
    ` ${text}`,
    `${text} `,
    `${text}\n`,
    text.replace('argon2id', 'argon2i'),
    text.replace('v=19', 'v=16'),
    text.slice(0, -1),
    `${text}A`,
    text.replace('m=65536', 'm=-1'),
    text.replace('m=65536', 'm=65536x'),
    text.replace('t=3,', ''),
    '$2b$12$abcdefghijklmnopqrstuv',
  ])('is nothing else: %j', (other) => {
    expect(() => parsePasswordHash(other)).toThrow(new SealBroken('payload'))
  })

  it('is outdated when any part of its cost is not todays', () => {
    expect(isOutdated(todaysCost)).toBe(false)
    for (const cost of [{ memory: 65_535 }, { memory: 131_072 }, { passes: 2 }, { passes: 4 }, { lanes: 2 }])
      expect(isOutdated({ ...todaysCost, ...cost })).toBe(true)
  })
})
