import fc from 'fast-check'
import { BlockList, isIP } from 'node:net'
import { expect, test } from 'vitest'
import { hasAddress, readRange } from './address-range.ts'

const four = fc.ipV4()
const six = fc.ipV6()
const address = fc.oneof(four, six)

test('P08 what is an address is read, and nothing else, as the platform reads it', () => {
  fc.assert(
    fc.property(address, (text) => readRange(text) !== null),
    { numRuns: 2_000 },
  )
  const nearly = fc
    .tuple(address, fc.nat(40), fc.constantFrom(':', '.', '0', '::', 'g', '/', ' ', '-'))
    .map(([text, at, letter]) => text.slice(0, at) + letter + text.slice(at + 1))
  fc.assert(
    fc.property(nearly, (text) => {
      if (!text.includes('/')) expect([text, readRange(text) !== null]).toEqual([text, isIP(text.trim()) !== 0])
    }),
    { numRuns: 5_000 },
  )
})

test('P08 a range has what the platform’s own list has', () => {
  const ranges = fc.oneof(
    fc.tuple(four, fc.nat(32), fc.constant('ipv4' as const)),
    fc.tuple(six, fc.nat(128), fc.constant('ipv6' as const)),
  )
  let inside = 0
  fc.assert(
    fc.property(ranges, address, fc.nat(128), ([start, prefix, family], other, kept) => {
      const list = new BlockList()
      list.addSubnet(start, prefix, family)
      const range = { ...readRange(start)!, prefix }
      const asked = kept % 3 === 0 ? start : other
      // The platform takes every v4 address for one of `::/0`; here the families are apart.
      const sameFamily = readRange(asked)!.family === range.family && `ipv${range.family}` === family
      const expected = sameFamily && list.check(asked, family)
      if (expected) inside += 1
      expect([asked, hasAddress(range, asked)]).toEqual([asked, expected])
    }),
    { numRuns: 5_000 },
  )
  expect(inside).toBeGreaterThan(100)
})

test('a v4 address that came as v6 is the v4 one, and a range with bits after its prefix is none', () => {
  const range = readRange('192.0.2.0/24')!
  expect([hasAddress(range, '::ffff:192.0.2.7'), hasAddress(range, '::ffff:c000:0207')]).toEqual([true, true])
  expect(hasAddress(range, '192.0.3.7')).toBe(false)
  for (const nonsense of [
    '192.0.2.1/24',
    '192.0.2.0/33',
    '2001:db8::1/64',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    '/8',
    '',
    '010.0.0.1',
  ])
    expect([nonsense, readRange(nonsense)]).toEqual([nonsense, null])
})
