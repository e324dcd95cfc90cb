/** Starts a whole Candour for a test: the real door, a real PostgreSQL, real files; and people who use it. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { startCandour, type Candour, type Injected } from '../src/main.ts'
import type { Config, DatabaseConnection } from '../src/platform/config.ts'
import { cloneDatabase, dropDatabase } from '../src/platform/database/embedded/test-postgres.ts'
import { createLog } from '../src/platform/log.ts'
import { template } from './template.ts'
import { Browser } from './browser.ts'

export interface TestCandour extends Candour {
  home: string
  config: Config
  owner: { host: string; port: number; user: string; password: string; database: string }
  /** Somebody who is not signed in. */
  visitor(): Browser
  /** Numbers what waits in the ledger. */
  settle(): Promise<void>
}

let count = 0

export async function startTestCandour(
  injected: Injected = {},
  change: (config: Config) => Config = (same) => same,
  through: (own: DatabaseConnection) => DatabaseConnection = (same) => same,
): Promise<TestCandour> {
  const { home: serverHome, ...owner } = inject('postgres')
  const home = await mkdtemp(join(tmpdir(), 'candour-test-home-'))
  const database = `candour_${process.pid}_${Date.now()}_${count++}`
  const own = await cloneDatabase(owner, template, database)
  await mkdir(join(home, 'keys'), { recursive: true, mode: 0o700 })
  await cp(join(serverHome, 'role-keys', 'database-roles.json'), join(home, 'keys', 'database-roles.json'))
  const config = change({
    home,
    data: join(home, 'data'),
    blobs: join(home, 'data', 'blobs'),
    keys: join(home, 'keys'),
    host: '127.0.0.1',
    port: 0,
    origins: ['http://localhost:3000'],
    tls: null,
    trustedProxies: [],
    database: { kind: 'server', connection: own },
    webApp: true,
    demo: true,
    logLevel: 'silent',
    finderMemory: 64_000_000,
    breachCheckUrl: null,
    signInIssuers: [],
    witnesses: [],
    mailServer: null,
    tracesTo: null,
  })
  // What is unusual is looked for, and trees are signed, when a test asks, or tables would move behind other tests.
  const candour = await startCandour(config, through(own), {
    log: createLog('silent'),
    watches: false,
    signsByItself: false,
    ...injected,
  })
  return {
    ...candour,
    home,
    config,
    owner: { ...owner, database },
    visitor: () => new Browser(candour.address),
    async settle() {
      const before = Date.now()
      for (;;) {
        const { waiting } = (
          await candour.parts.database.sequencer.run({
            name: 'test-waiting',
            text: 'select exists (select from ledger.queue where xid >= (select xid from ledger.position)) as waiting',
          })
        )[0] as unknown as { waiting: boolean }
        if (!waiting) return
        if (Date.now() - before > 10_000) throw new Error('the sequencer does not come to an end')
        candour.parts.sequencer.poke()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    async stop() {
      await candour.stop()
      await dropDatabase(owner, database)
      await rm(home, { recursive: true, force: true })
    },
  }
}
