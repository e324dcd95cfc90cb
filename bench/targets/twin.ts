/** The twin, on a PostgreSQL of its own of the same programs and settings. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts'
import { noLog } from '../../server/src/platform/log.ts'
import { cpuOf, memoryOf } from '../measure/processes.ts'
import type { Stock } from '../operations/operation.ts'
import { plain, type Rungs } from '../twin/rungs.ts'
import { freePort } from './free-port.ts'
import { pause, untilReady, type Target } from './target.ts'

const program = join(import.meta.dirname, '../twin/twin.ts')

export async function startTwin(home: string, rungs: Rungs = plain, nodeFlags: string[] = []): Promise<Target> {
  const folder = join(home, 'files')
  await mkdir(folder, { recursive: true })
  const places = {
    directory: join(home, 'postgres'),
    passwordFile: join(home, 'owner'),
    programs: join(home, 'programs'),
  }
  const started = performance.now()
  const postgres = await startEmbeddedPostgres({ ...places, log: noLog })
  const port = await freePort()
  // The password is not enumerable, so that no log shows it: it is asked for by name.
  const { host, port: databasePort, user, password, database } = postgres.connection
  const settings = {
    database: { host, port: databasePort, user, password, database },
    folder,
    port,
    rungs,
    keys: join(home, 'keys'),
  }
  const child = spawn(process.execPath, [...nodeFlags, program], {
    env: { PATH: process.env['PATH'], TWIN: JSON.stringify(settings), NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = once(child, 'exit')
  let last = ''
  // The log is written, as Candour's is, and thrown away here.
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    last = text.slice(-2000)
    if (text.includes('"level":"error"')) process.stdout.write(`the twin: ${last}`)
  })
  void gone.then(([code]) => code && process.stdout.write(`the twin ended: ${last}\n`))
  process.prependOnceListener('exit', () => child.kill('SIGKILL'))
  const address = `http://127.0.0.1:${port}`
  await untilReady(address)
  const pid = child.pid!
  return {
    name: 'twin',
    address,
    readyMs: performance.now() - started,
    cpu: () => ({ server: cpuOf(pid).server, database: cpuOf(pid, [postgres.processId()]).database }),
    memory: () => memoryOf(pid),
    settle: () => untilNumbered(address),
    async openPractice(): Promise<Stock> {
      const answer = await fetch(`${address}/practices`, { method: 'POST' })
      const { cookie, csrf, member } = (await answer.json()) as Pick<Stock, 'cookie' | 'csrf' | 'member'>
      return { cookie, csrf, member, email: '', patients: [], charts: [], files: {} }
    },
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM')
      await gone
      await postgres.stop()
    },
  }
}

/** Until a twin that has a ledger has numbered all of it. */
async function untilNumbered(address: string): Promise<void> {
  for (let before = -1, now = 0; before !== now;) {
    before = now
    await pause(400)
    now = ((await (await fetch(`${address}/numbered`)).json()) as { numbered: number }).numbered
  }
}
