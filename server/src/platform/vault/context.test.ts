import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFields, encodePlace, type Place } from './context.ts'

const text = fc.string({ unit: 'binary', maxLength: 6 })
const number = fc.nat({ max: Number.MAX_SAFE_INTEGER })

describe('the encoding of a context', () => {
  it('is length and bytes, field by field', () => {
    expect(encodeFields(['né', 0x1_0000_0002, '']).toString('hex')).toBe(
      '000000036ec3a9' + '00000008' + '0000000100000002' + '00000000',
    )
  })

  it('never gives two lists of the same types the same bytes', () => {
    const lists = fc.array(text, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        expect(encodeFields(one).equals(encodeFields(other))).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
      { numRuns: 2000 },
    )
  })

  it('notices characters that move from one field to its neighbour', () => {
    fc.assert(
      fc.property(text, text, fc.nat(6), (one, other, at) => {
        const joined = one + other
        const moved = [joined.slice(0, at), joined.slice(at)]
        fc.pre(moved[0] !== one && moved.every((part) => part.isWellFormed()))
        expect(encodeFields([one, other]).equals(encodeFields(moved))).toBe(false)
      }),
    )
  })

  it('gives another place other bytes, whichever field it differs in', () => {
    const places = fc.record<Place>({ table: text, field: text, record: text, revision: number, schema: number })
    const names: (keyof Place)[] = ['table', 'field', 'record', 'revision', 'schema']
    fc.assert(
      fc.property(places, places, fc.constantFrom(...names), (place, other, name) => {
        fc.pre(place[name] !== other[name])
        expect(encodePlace({ ...place, [name]: other[name] }).equals(encodePlace(place))).toBe(false)
      }),
    )
  })

  it.each(['\ud800', 'a\udfff', '\udc00\ud800'])(
    'refuses text that UTF-8 cannot hold, as it would collide',
    (field) => {
      expect(() => encodeFields([field])).toThrow(new TypeError('a context field holds a lone surrogate'))
    },
  )

  it.each([-1, 0.5, NaN, 2 ** 53])('refuses %d as a number', (value) => {
    expect(() => encodeFields([value])).toThrow(new TypeError('a context number must be whole and not negative'))
  })

  it('takes numbers up to the largest safe one', () => {
    expect(encodeFields([Number.MAX_SAFE_INTEGER]).toString('hex')).toBe('00000008001fffffffffffff')
    expect(encodeFields([0]).toString('hex')).toBe('000000080000000000000000')
    expect(encodeFields([0xffff_ffff]).toString('hex')).toBe('0000000800000000ffffffff')
  })
})
