/** A real Candour: `candour start` with the PostgreSQL that it brings, its data in a folder of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cpuOf, memoryOf } from '../measure/processes.ts'
import type { Stock } from '../operations/operation.ts'
import { freePort } from './free-port.ts'
import { pause, untilReady, type Target } from './target.ts'

const program = join(import.meta.dirname, '../../server/bin/candour.js')
const password = 'harbour lantern quilt 9'

/** @param nodeFlags with `env`: those of the profiler, for example */
export async function startCandour(
  home: string,
  nodeFlags: string[] = [],
  env: Record<string, string> = {},
): Promise<Target> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [...nodeFlags, program, 'start', '--json', '--home', home, '--port', String(port)],
    {
      env: { PATH: process.env['PATH'], CANDOUR_WEB: 'off', CANDOUR_LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const gone = once(child, 'exit')
  process.prependOnceListener('exit', () => child.kill('SIGKILL'))
  let last = ''
  // The log is written, as in production, and thrown away here.
  child.stderr.setEncoding('utf8').on('data', (text: string) => (last = text.slice(-2000)))
  const ready = Promise.withResolvers<string | null>()
  createInterface(child.stdout).on('line', (line) => line.startsWith('{"event":"ready"') && ready.resolve(line))
  void gone.then(() => ready.resolve(null))
  const line = await ready.promise
  if (line === null) throw new Error(`Candour did not start: ${last}`)
  const { address } = JSON.parse(line) as { address: string }
  await untilReady(address)
  const readyMs = performance.now() - started
  const pid = child.pid!
  return {
    name: 'candour',
    address,
    readyMs,
    cpu: () => cpuOf(pid),
    memory: () => memoryOf(pid),
    settle: () => untilNumbered(address),
    openPractice: (name) => signUp(address, name),
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Until the sequencer has nothing to number any more. */
async function untilNumbered(address: string): Promise<void> {
  let before = -1
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    await pause(400)
    const text = await (await fetch(`${address}/metrics`)).text()
    const numbered = Number(/^candour_ledger_numbered\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0)
    if (numbered === before) return
    before = numbered
  }
}

let people = 0

export async function signUp(address: string, name: string): Promise<Stock> {
  const agreement = (await (await fetch(`${address}/api/agreement`)).json()) as { version: string }
  const email = `bench${people++}.${Date.now()}@example.org`
  const answer = await fetch(`${address}/api/practices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'gp',
      name,
      town: 'Bristol',
      person: { name: 'Imogen Thrale', role: 'Doctor', email, password },
      agreement: { version: agreement.version, acceptedBy: 'Imogen Thrale' },
    }),
  })
  if (answer.status !== 200) throw new Error(`no practice: ${answer.status} ${await answer.text()}`)
  return { ...(await sessionOf(address, answer)), email, patients: [], charts: [], files: {} }
}

function askIn(address: string, email: string): Promise<Response> {
  return fetch(`${address}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
}

/** What came, for example `200` or `503 session.busy`. */
export async function trySignIn(address: string, email: string): Promise<string> {
  const answer = await askIn(address, email)
  const body = (await answer.json()) as { error?: { code?: string } }
  return [answer.status, body.error?.code].filter((part) => part !== undefined).join(' ')
}

/** Again, for whose session has ended. */
export async function signIn(address: string, email: string): Promise<Pick<Stock, 'cookie' | 'csrf' | 'member'>> {
  const answer = await askIn(address, email)
  if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} ${await answer.text()}`)
  return sessionOf(address, answer)
}

export async function isSignedIn(address: string, { cookie }: Stock): Promise<boolean> {
  return (await fetch(`${address}/api/sessions/current`, { headers: { cookie } })).status === 200
}

async function sessionOf(address: string, answer: Response): Promise<Pick<Stock, 'cookie' | 'csrf' | 'member'>> {
  const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
  const session = (await (await fetch(`${address}/api/sessions/current`, { headers: { cookie } })).json()) as {
    csrf: string
    member: { id: string }
  }
  return { cookie, csrf: session.csrf, member: session.member.id }
}
