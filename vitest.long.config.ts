import { defineConfig } from 'vitest/config'

/** `npm run test:long`: what takes minutes. One file after the other, so that none disturbs another's measurements. */
export default defineConfig({
  test: {
    include: ['server/**/*.long.test.ts', 'verifier/**/*.long.test.ts'],
    globalSetup: ['server/test/postgres.setup.ts'],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})
