/** Mutation testing (stryker.config.json) runs the vault's own quick tests; it needs no database. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['server/src/platform/vault/*.test.ts'],
    exclude: ['**/password-process.test.ts', '**/passwords.test.ts', '**/local-certificate.test.ts'],
    testTimeout: 5_000,
  },
})
