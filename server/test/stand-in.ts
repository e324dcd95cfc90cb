/** For start.test.ts: `candour start` around a small server instead of all of Candour. Arguments: flags in JSON, sources. */
import { readFileSync } from 'node:fs'
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTls } from 'node:https'
import pg from 'pg'
import { tlsServerOptions } from '../src/platform/vault/local-certificate.ts'
import type { GivenFlags } from '../src/cli/command.ts'
import { describeFailure } from '../src/cli/failures.ts'
import { runStart, type StartCandour } from '../src/cli/start.ts'
import { terminal } from '../src/cli/terminal.ts'

const flags = JSON.parse(process.argv[2] ?? '') as GivenFlags
const output = terminal(flags['json'] === true)

const startStandIn: StartCandour = async ({ tls, host, port }, connection) => {
  const pool = new pg.Pool({ ...connection })
  pool.on('error', () => undefined)
  const answer = async ({ url }: IncomingMessage, response: ServerResponse) => {
    if (url === '/crash') setImmediate(fail)
    if (url === '/ready') await pool.query('select 1').catch(() => response.writeHead(503))
    response.end()
  }
  const server =
    tls === null
      ? createPlain(answer)
      : createTls(tlsServerOptions(readFileSync(tls.certificate, 'utf8'), readFileSync(tls.key, 'utf8')), answer)
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, host, resolve))
  const address = `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  const openDemo = () => Promise.reject(new Error('a stand-in has no demonstration'))
  return { address, openDemo, stop: () => stop(server, pool) }
}

async function stop(server: ReturnType<typeof createPlain>, pool: pg.Pool): Promise<void> {
  server.close()
  await pool.end()
  if (process.env['HANG'] !== undefined) await new Promise(() => undefined)
}

function fail(): never {
  throw new Error('canary')
}

const code = await runStart(flags, output, async () => startStandIn, process.argv[3] ?? '').catch((error: unknown) => {
  output.fail(describeFailure(error))
  return 1
})
process.exit(code)
