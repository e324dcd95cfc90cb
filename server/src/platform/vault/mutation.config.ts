/** Promise: mutation testing (stryker.config.json) runs the vault's own tests and needs no database. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['server/src/platform/vault/*.test.ts'], testTimeout: 30_000 },
})
