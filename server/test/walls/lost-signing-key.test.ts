import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCandour } from '../../src/main.ts'
import { createLog } from '../../src/platform/log.ts'
import { startTestCandour, type TestCandour } from '../candour.ts'

let candour: TestCandour
beforeAll(async () => {
  candour = await startTestCandour()
})
afterAll(() => candour.stop())

test('P28 without the key that signed its ledger Candour does not start', async () => {
  const { connection } = candour.config.database as Extract<typeof candour.config.database, { kind: 'server' }>
  await rm(join(candour.config.keys, 'keyring', 'signing.json'))
  const start = () =>
    startCandour(candour.config, connection, { log: createLog('silent'), watches: false, signsByItself: false })
  await expect(start()).rejects.toThrow(/signing\.json is not the one that signed this ledger/)
})
