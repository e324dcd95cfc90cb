import { createHmac, createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { binding } from './binding.ts'

const pepper = createSecretKey(Buffer.alloc(32, 7))
const { bind, isBound } = binding(pepper)
const field = fc.oneof(fc.string(), fc.nat())

it('P07 P33 what is bound is known again; with another field, order, purpose or pepper it is not', () => {
  const other = binding(createSecretKey(Buffer.alloc(32, 8)))
  fc.assert(
    fc.property(fc.array(field, { maxLength: 5 }), fc.array(field, { maxLength: 5 }), (fields, others) => {
      const bound = bind('session', fields)
      expect(bound).toHaveLength(32)
      expect(isBound('session', fields, bound)).toBe(true)
      expect(isBound('session', others, bound)).toBe(JSON.stringify(others) === JSON.stringify(fields))
      expect(isBound('ticket', fields, bound)).toBe(false)
      expect(other.isBound('session', fields, bound)).toBe(false)
    }),
  )
})

it('P33 no bytes, fewer, more or flipped ones are not what was bound', () => {
  const bound = bind('session', ['a', 1])
  const flipped = Buffer.from(bound)
  flipped[31]! ^= 1
  for (const wrong of [null, Buffer.of(), bound.subarray(0, 31), Buffer.concat([bound, Buffer.of(0)]), flipped])
    expect(isBound('session', ['a', 1], wrong)).toBe(false)
})

it('the key comes by HKDF-Expand and the code by HMAC-SHA-256, by hand', () => {
  const text = (value: string) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(value))
    return Buffer.concat([length, Buffer.from(value)])
  }
  const info = Buffer.concat([text('candour/binding/1'), text('session')])
  const block = createHmac('sha512', Buffer.alloc(32, 7)).update(info).update(Buffer.of(1)).digest()
  const code = createHmac('sha256', block.subarray(0, 32)).update(text('one')).digest()
  expect(bind('session', ['one']).equals(code)).toBe(true)
})
