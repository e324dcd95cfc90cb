/**
 * Candour's twin: the same server without sealing, ledger and row security. Same HTTP server, door, checks, pool, batching
 * and pipelining, because they are Candour's own; its tables and what it does with them are its own. It exists to price
 * those three, is never shipped, and nothing outside bench/ imports it. METHOD.md says what it does and what it leaves out.
 */
import type pg from 'pg'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from '../../server/src/platform/http/server.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { createMetrics } from '../../server/src/platform/metrics.ts'
import { openPlain } from './database.ts'
import type { Door } from './door.ts'
import { nothing } from './entered.ts'
import { addFhir } from './fhir.ts'
import { addFiles } from './files.ts'
import { fromMemory } from './from-memory.ts'
import { addPatients } from './patients.ts'
import { records as recordsOf } from './records.ts'
import type { Rungs } from './rungs.ts'
import { readable, sealed, startLedger } from './safeties/ledger.ts'
import { openSealing } from './safeties/sealed-records.ts'
import { openWalled } from './safeties/walled.ts'
import { authenticateAhead, authenticateFromMemory } from './sessions.ts'
import { signUp } from './sign-up.ts'

interface Settings {
  database: pg.PoolConfig
  folder: string
  keys: string
  port: number
  rungs: Rungs
}

const { database: connection, folder, keys, port, rungs } = JSON.parse(process.env['TWIN']!) as Settings
const script = (path: string) => ({
  name: '',
  text: `begin; set local search_path = public; ${readFileSync(join(import.meta.dirname, path), 'utf8')} commit`,
})

const database = rungs.rowSecurity ? await openWalled(connection, keys, rungs.ledger) : openPlain(connection)
await database.own.run(script('schema.sql'))
if (rungs.rowSecurity) await database.own.run(script('safeties/walls.sql'))
const sealing = rungs.sealing ? await openSealing(keys) : null
const ledger = rungs.ledger
  ? startLedger(database, sealing === null ? readable : sealed(sealing.vault, sealing.keysOf))
  : null
const memory = rungs.records ? null : fromMemory()
const records = memory?.records ?? sealing?.records ?? recordsOf(rungs.ledger)

const app = await createServer({
  secure: false,
  tls: null,
  trustedProxies: null,
  log: createLog(rungs.log ? 'info' : 'silent'),
  metrics: createMetrics(),
  tracing: null,
})
const address = `http://127.0.0.1:${port}`
const ahead = authenticateAhead(database.gate)
const door: Door = {
  ahead: rungs.sessions === 'within' ? null : rungs.sessions === 'ahead' ? ahead : authenticateFromMemory(ahead),
  database: { ...database, ...memory?.database },
  entered: ledger ?? nothing,
  publicOrigins: new Set([address]),
}
addFhir(app, door, records)
if (!rungs.rowSecurity && rungs.records) {
  addPatients(app, door, records)
  addFiles(app, door, records, folder)
}
app.get('/ready', async () => ({ status: 'ready' }))
app.get('/numbered', async () => ({ numbered: ledger?.numbered() ?? 0 }))
app.post('/practices', async () => {
  const { practice, ...session } = await signUp(database.own)
  if (sealing !== null) await database.change(practice, (tx) => sealing.found(tx))
  return session
})

await app.listen({ host: '127.0.0.1', port })
process.on('SIGTERM', () => process.exit(0))
