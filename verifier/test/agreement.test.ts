import { expect, test } from 'vitest'
import { disagreements } from './agreement.ts'

test('B3 two verifiers that share no code agree about 1,000 generated and mutated bundles, and accept every good one', async () => {
  const { found, accepted, good } = await disagreements(20_261_122, 1_000)
  expect(found).toEqual([])
  expect(good).toBeGreaterThan(200)
  expect(accepted).toBeLessThan(500)
}, 60_000)
