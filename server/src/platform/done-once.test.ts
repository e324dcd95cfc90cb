import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { doneOnce } from './done-once.ts'

test('what is done once is not done again; what failed is', async () => {
  const keys = await mkdtemp(join(tmpdir(), 'candour-once-'))
  let done = 0
  await expect(doneOnce(keys, 'bound', () => Promise.reject(new Error('the database is away')))).rejects.toThrow('away')
  for (let start = 0; start < 3; start++) await doneOnce(keys, 'bound', async () => void (done += 1))
  expect(done).toBe(1)
  await rm(keys, { recursive: true })
})
