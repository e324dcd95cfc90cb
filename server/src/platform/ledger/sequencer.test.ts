import { expect, test } from 'vitest'
import { cutAtTransaction } from './sequencer.ts'
import type { QueuedRow } from './ledger.store.ts'

const row = (xid: number): QueuedRow => ({
  at: new Date(0),
  id: String(xid),
  xid: String(xid),
  practice: null,
  entries: '[]',
})

test('all that is there is taken, and the next look starts where transactions may still be open', () => {
  const rows = [row(5), row(6)]
  expect(cutAtTransaction(rows, '9')).toEqual({ taken: rows, next: '9' })
  expect(cutAtTransaction([], '9')).toEqual({ taken: [], next: '9' })
})

test('a full page ends before its last transaction, whose rows may go on behind it', () => {
  const rows = [...Array.from({ length: 1998 }, (_one, place) => row(place)), row(3000), row(3000)]
  const { taken, next } = cutAtTransaction(rows, '9000')
  expect([taken.length, next]).toEqual([1998, '3000'])
  expect(taken.every((one) => one.xid !== '3000')).toBe(true)
})

test('one transaction with more rows than a page is an error, not an endless loop', () => {
  const rows = Array.from({ length: 2000 }, () => row(7))
  expect(() => cutAtTransaction(rows, '9')).toThrow('one transaction holds more rows')
})
