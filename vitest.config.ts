import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'contract/src/**/*.test.ts',
      'server/**/*.test.ts',
      'web/src/**/*.test.ts',
      'tools/**/*.test.ts',
      '{verifier,witness}/**/*.test.ts',
    ],
    exclude: ['**/*.long.test.ts', '**/node_modules/**'],
    globalSetup: ['server/test/postgres.setup.ts'],
    maxWorkers: 3,
    // A file starts a Candour of its own, with a database of its own: loading the code again for each took a quarter of the time.
    isolate: false,
    // What is waited for is whether it comes, not how soon.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
