import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test, vi } from 'vitest'
import { findServerProcesses } from '../platform/database/embedded/processes.ts'
import { makeTestHome } from '../platform/database/embedded/test-postgres.ts'
import { status } from './status.ts'
import type { Terminal } from './terminal.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const program = join(import.meta.dirname, '../../test/stand-in.ts')
const home = await makeTestHome()
afterAll(() => rmSync(home, { recursive: true }))
const port = await freePort()

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

interface Started {
  child: ChildProcess
  ready: Record<string, unknown>
  text: () => string
}

async function startCandour(flags: object = {}, env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const given = JSON.stringify({ json: true, home, port: String(port), ...flags })
  const child = spawn(process.execPath, [program, given, home], { env: { PATH: process.env['PATH'], ...env } })
  const lines: string[] = []
  createInterface(child.stderr).on('line', (line) => lines.push(line))
  const first = Promise.withResolvers<string>()
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    if (/^\{"event":"ready"|^\{"error"| Ctrl-C$/.test(stripVTControlCharacters(line))) first.resolve(line)
  })
  child.on('exit', () => first.resolve('{}'))
  const line = await first.promise
  return { child, ready: line.startsWith('{') ? JSON.parse(line) : {}, text: () => lines.join('\n') }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  const exit = once(child, 'exit')
  child.kill(signal)
  return ((await exit) as [number | null])[0]
}

async function askStatus(): Promise<{ code: number; told: Record<string, unknown>; said: string }> {
  const heard = { told: {}, said: '' }
  const same = (words: string) => words
  const terminal: Terminal = {
    json: true,
    isWatched: false,
    progress: () => undefined,
    ask: () => Promise.resolve(false),
    bold: same,
    dim: same,
    fail: same,
    step: (_, work) => work(),
    say: (words) => ((heard.said = words), 0),
    tell: (event) => void (heard.told = event),
  }
  return { code: await status.run({ home }, terminal, []), ...heard }
}

test('it starts, is well by its status, and a second one is refused in words', async () => {
  const { child, ready } = await startCandour()
  expect(ready).toMatchObject({ event: 'ready', address: `http://127.0.0.1:${port}`, process: child.pid, home })
  const { code, told, said } = await askStatus()
  expect(code).toBe(0)
  expect(told).toMatchObject({ running: true, healthy: true, ready: true, database: 'embedded', process: child.pid })
  expect(said).toMatch(
    /^Candour is running: http:\/\/localhost:\d+\n {2}Since +\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d \(process/,
  )

  const second = await startCandour({ port: '1' })
  expect(second.ready['error']).toMatch(
    new RegExp(`already running on this data directory \\(process ${child.pid}, since`),
  )
  expect(await end(child)).toBe(0)
  expect(await findServerProcesses(join(home, 'data'))).toEqual([])
  expect((await askStatus()).code).toBe(3)
})

test('data, keys and what names them are closed to others', () => {
  const mode = (path: string) => (statSync(join(home, path)).mode & 0o777).toString(8)
  const passable = process.getuid?.() === 0 ? '711' : '700'
  expect([mode('data'), mode('keys'), mode('keys/database-owner')]).toEqual([passable, '700', '600'])
})

test('killed, it is not running by its status, and starts again', async () => {
  const first = await startCandour()
  await end(first.child, 'SIGKILL')
  expect((await askStatus()).code).toBe(3)
  const second = await startCandour()
  expect(second.ready['event']).toBe('ready')
  expect(await end(second.child, 'SIGINT')).toBe(0)
})

test('with --https it makes a certificate, serves the network and says how to get there', async () => {
  const { child, text } = await startCandour({ https: true, json: false })
  expect(text()).toContain(`https://localhost:${port}`)
  expect(text()).toMatch(/SHA-256 {2}([0-9A-F]{2}:){15}[0-9A-F]{2}\n|on no network now/)
  expect(await askStatus()).toMatchObject({ code: 0, told: { address: expect.stringMatching(/^https:/) } })
  expect(statSync(join(home, 'keys/local-certificate.key')).mode & 0o777).toBe(0o600)
  const kept = readFileSync(join(home, 'keys/local-certificate.pem'), 'utf8')
  await end(child)
  const again = await startCandour({ https: true })
  expect(readFileSync(join(home, 'keys/local-certificate.pem'), 'utf8')).toBe(kept)
  await end(again.child)
})

test('a port that is taken is told, and the database is stopped again', async () => {
  const other = createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  const { ready } = await startCandour()
  expect(ready['error']).toBe(`Port ${port} is taken by another program. Choose another one with --port.`)
  expect(await findServerProcesses(join(home, 'data'))).toEqual([])
  other.close()
})

test('an error that nobody caught stops it in order, and its words stay inside', async () => {
  const { child, text } = await startCandour({}, { CANDOUR_LOG_LEVEL: 'info' })
  const exit = once(child, 'exit')
  await fetch(`http://127.0.0.1:${port}/crash`)
  expect(((await exit) as [number])[0]).toBe(1)
  expect(text()).toContain('an error that nobody caught')
  expect(text()).not.toContain('canary')
  expect(await findServerProcesses(join(home, 'data'))).toEqual([])
})

test('a second signal ends it at once', async () => {
  const { child } = await startCandour({}, { HANG: 'yes' })
  child.kill('SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(child.exitCode).toBe(null)
  expect(await end(child, 'SIGTERM')).toBe(130)
  await expect.poll(() => findServerProcesses(join(home, 'data')), { timeout: 5000 }).toEqual([])
})
