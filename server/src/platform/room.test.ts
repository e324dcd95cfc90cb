import { expect, test } from 'vitest'
import { openRoom } from './room.ts'

test('what fits comes in at once, the rest in the order of coming as soon as there is room', async () => {
  const room = openRoom(100, 10)
  const first = await room.take(60)
  const order: string[] = []
  const second = room.take(50).then((taken) => (order.push('second'), taken))
  // Small enough, but not before those who came earlier.
  const third = room.take(10).then((taken) => (order.push('third'), taken))
  await Promise.resolve()
  expect(order).toEqual([])
  first[Symbol.dispose]()
  await Promise.all([second, third])
  expect(order).toEqual(['second', 'third'])
})

test('more than there is counts as all of it, so that it comes in alone', async () => {
  const room = openRoom(100, 10)
  using all = await room.take(1000)
  expect(all.bytes).toBe(100)
})

test('too many who wait are told so, and room given back twice is there once', async () => {
  const room = openRoom(10, 1)
  const taken = await room.take(10)
  const waiting = room.take(10)
  await expect(room.take(1)).rejects.toMatchObject({ code: 'system.busy' })
  taken[Symbol.dispose]()
  taken[Symbol.dispose]()
  const other = await waiting
  const last = room.take(1)
  expect(await Promise.race([last, Promise.resolve('waits')])).toBe('waits')
  other[Symbol.dispose]()
  await last
})
