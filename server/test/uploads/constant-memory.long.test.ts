import { expect, test } from 'vitest'
import { keepResult } from '../faults/results.ts'
import { peakWithFileOf } from './constant-memory.ts'

const mib = 1024 ** 2

test('P32 a file of 1 GB takes no more memory on its way in and out than one of 1 MB, give or take 60 MB', async () => {
  const small = await peakWithFileOf(mib)
  const large = await peakWithFileOf(1024 * mib)
  await keepResult('uploads', `1 GB in and out: peak ${large.toFixed(0)} MiB, with 1 MB ${small.toFixed(0)} MiB`)
  expect(large - small).toBeLessThan(60)
}, 600_000)
