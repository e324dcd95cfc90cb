import { expect, test } from 'vitest'
import { disagreements } from './agreement.ts'

test('B3 two verifiers that share no code agree about 10,000 generated and mutated bundles, and accept every good one', async () => {
  const { found, good } = await disagreements(1, 10_000)
  expect(found).toEqual([])
  expect(good).toBeGreaterThan(2_000)
})
