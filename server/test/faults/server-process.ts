/**
 * A whole Candour as a process of its own, started by `candour start` with the PostgreSQL that it brings, or with one of
 * one's own: to be watched, killed and started again.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DatabaseConnection } from '../../src/platform/config.ts'
import { findServerProcesses } from '../../src/platform/database/embedded/processes.ts'
import { Browser } from '../browser.ts'

const program = join(import.meta.dirname, '../../bin/candour.js')

export interface ServerProcess {
  home: string
  pid: number
  address: string
  /** Everything that it printed so far, on both streams. */
  output(): string
  visitor(): Browser
  /** Ends it as a power switch would. */
  kill(): Promise<void>
  /** Ends it in order; answers its exit code. */
  stop(): Promise<number | null>
}

export interface StartOptions {
  home: string
  port: number
  env?: Record<string, string>
}

/** What it said when it would not start. */
export class DidNotStart extends Error {}

/** Resolves when it is ready. Throws DidNotStart with everything that it printed. */
export async function startServerProcess({ home, port, env = {} }: StartOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, 'start', '--json', '--home', home, '--port', String(port)], {
    env: { PATH: process.env['PATH'], CANDOUR_WEB: 'off', CANDOUR_LOG_LEVEL: 'debug', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = once(child, 'exit')
  const printed: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  const ready = Promise.withResolvers<string | null>()
  createInterface(child.stdout).on('line', (line) => {
    printed.push(`${line}\n`)
    if (line.startsWith('{"event":"ready"')) ready.resolve(line)
  })
  void once(child, 'close').then(() => ready.resolve(null))
  const line = await ready.promise
  if (line === null) throw new DidNotStart(printed.join(''))
  const { address } = JSON.parse(line) as { address: string }
  return {
    home,
    address,
    pid: child.pid!,
    output: () => printed.join(''),
    visitor: () => new Browser(address),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      child.kill('SIGTERM')
      return ((await gone) as [number | null])[0]
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** The embedded PostgreSQL of a home: its postmaster, and the processes that serve a client now. */
export async function databaseProcesses(home: string): Promise<{ postmaster: number; backends: number[] }> {
  const all = await findServerProcesses(join(home, 'data', 'postgres'))
  const titles = all.map((id) => ({ id, title: titleOf(id) }))
  const postmaster = titles.find(({ title }) => / -D /.test(title))
  if (postmaster === undefined) throw new Error('no postmaster runs')
  return {
    postmaster: postmaster.id,
    backends: titles.filter(({ title }) => /^postgres: .*candour_\w+ candour /.test(title)).map(({ id }) => id),
  }
}

function titleOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** Once the database that was killed with its server, or after it, is gone: until then it writes. */
export async function removeHome(home: string): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end && existsSync(join(home, 'data'));) {
    if ((await findServerProcesses(join(home, 'data'))).length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}

/** How a test reaches the embedded database of a home past all walls: as its owner. */
export function ownerOf(home: string): DatabaseConnection {
  const password = readFileSync(join(home, 'keys', 'database-owner'), 'utf8').trim()
  return { host: join(home, 'data', 'postgres', 'socket'), port: 5432, user: 'candour', password, database: 'candour' }
}

/** Resolves once the server says that it is ready; throws after `patience` milliseconds. */
export async function untilReady(address: string, patience = 30_000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end;) {
    const answer = await fetch(`${address}/ready`).catch(() => null)
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`not ready after ${patience} ms`)
}
