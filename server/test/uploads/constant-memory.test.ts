import { expect, test } from 'vitest'
import { peakWithFileOf } from './constant-memory.ts'

const mib = 1024 ** 2

test('P32 a file of 128 MB takes no more memory on its way in and out than one of 1 MB, give or take 60 MB', async () => {
  const small = await peakWithFileOf(mib)
  const large = await peakWithFileOf(128 * mib)
  expect(large - small).toBeLessThan(60)
}, 120_000)
