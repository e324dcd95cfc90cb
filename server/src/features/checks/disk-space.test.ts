import { expect, test } from 'vitest'
import type { CheckPlace } from './check-place.ts'
import { diskSpace } from './disk-space.ts'

const day = 86_400_000
const start = Date.parse('2026-11-01T12:00:00Z')

/** A database that has so many bytes on a day, on a disk of 100 GB that it shares with nothing else. */
async function look(
  onDay: number,
  bytes: number,
  before: CheckPlace['before'],
  kind: 'embedded' | 'server' = 'embedded',
) {
  const room = { free: 100e9 - bytes, size: 100e9, freeFiles: 900, files: 1000 }
  const jobs = { run: () => Promise.resolve([{ bytes }]) }
  const config = { data: '/data', blobs: '/data/blobs', keys: '/keys', database: { kind } }
  const place = {
    config,
    database: { jobs },
    spaceOf: () => Promise.resolve(room),
    before,
    now: new Date(start + onDay * day),
  }
  return diskSpace.run(place as unknown as CheckPlace)
}

test('P49 how fast the database grows is measured over a week, and a disk that it will fill within a fortnight is told before', async () => {
  const first = await look(0, 10e9, null)
  expect(first).toMatchObject({ state: 'well', facts: { databaseBytesADay: 0 } })
  const slow = await look(2, 12e9, first.facts!)
  expect(slow).toMatchObject({ state: 'well', facts: { databaseBytesADay: 1e9 } })
  const fast = await look(7, 60e9, slow.facts!)
  expect(fast).toMatchObject({
    state: 'failing',
    what: 'At the rate of the last days the disk is full within 14 days.',
  })
  // A new week is counted from here; until it is a day old the rate of the last one holds.
  const next = await look(7.5, 60e9, fast.facts!)
  expect(next.state).toBe('failing')
  expect(await look(9, 60e9, next.facts!)).toMatchObject({ state: 'well', facts: { databaseBytesADay: 0 } })
})

test('P49 another machine’s disk is not counted on this one’s', async () => {
  const first = await look(0, 10e9, null, 'server')
  expect((await look(2, 60e9, first.facts!, 'server')).state).toBe('well')
})
