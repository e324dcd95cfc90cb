import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a running Candour leaves in its data directory for `candour status`. Nothing in it is secret. */
export interface Running {
  process: number
  /** When the process started, in the kernel's count: tells it from another one with the same id. */
  ticks: number
  since: string
  version: string
  /** Where this machine reaches it, for example `https://127.0.0.1:3000`. */
  address: string
  origin: string
  database: 'embedded' | 'server'
  /** Path of the certificate to expect. */
  certificate: string | null
}

export function noteRunning(data: string, facts: Omit<Running, 'process' | 'ticks' | 'since'>): void {
  const since = new Date().toISOString()
  const running: Running = { process: process.pid, ticks: ticksOf(process.pid), since, ...facts }
  const path = join(data, 'running.json')
  writeFileSync(`${path}.new`, JSON.stringify(running), { mode: 0o644 })
  renameSync(`${path}.new`, path)
}

export function forgetRunning(data: string): void {
  rmSync(join(data, 'running.json'), { force: true })
}

/** Undefined when none runs, whatever a killed one left behind. */
export function findRunning(data: string): Running | undefined {
  try {
    const running = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as Running
    return ticksOf(running.process) === running.ticks ? running : undefined
  } catch {
    return undefined
  }
}

/** Field 22 of proc_pid_stat(5); the second field, the name, may hold anything. Throws when there is no such process. */
function ticksOf(id: number): number {
  const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
}
