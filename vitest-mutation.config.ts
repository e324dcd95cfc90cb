/** Mutation testing (stryker.config.json) of vault, ledger and policy runs their own quick tests; it needs no database. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'server/src/platform/vault/*.test.ts',
      'server/src/platform/ledger/leaf.test.ts',
      'contract/src/permissions.test.ts',
    ],
    exclude: ['**/password-process.test.ts', '**/passwords.test.ts', '**/local-certificate.test.ts'],
    testTimeout: 5_000,
  },
})
