/** Runs a command of `candour` in a process of its own beside the server, and measures it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const program = join(import.meta.dirname, '../../server/bin/candour.js')
const tick = 10

export interface Ran {
  seconds: number
  /** Of the command and of all that it started, milliseconds. */
  cpuMs: number
  /** The most memory that it held at one time (VmHWM), MiB. */
  peak: number
  /** What it told with `--json`. */
  told: Record<string, unknown>[]
}

/** Throws when the command fails. */
export async function runCommand(home: string, words: string[]): Promise<Ran> {
  const before = endedChildren()
  const began = performance.now()
  const child = spawn(process.execPath, [program, ...words, '--home', home, '--json'], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = once(child, 'exit')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const told: Record<string, unknown>[] = []
  createInterface({ input: child.stdout }).on('line', (line) => told.push(JSON.parse(line) as Record<string, unknown>))
  let problem = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem = (problem + text).slice(-2000)))
  let peak = 0
  const look = setInterval(() => (peak = Math.max(peak, mostMemory(child.pid!))), 50)
  const [code] = (await gone.finally(() => clearInterval(look))) as [number | null]
  process.off('exit', kill)
  if (code !== 0) throw new Error(`candour ${words[0]}: exit ${code} ${problem} ${JSON.stringify(told.at(-1))}`)
  return { seconds: (performance.now() - began) / 1000, cpuMs: endedChildren() - before, peak, told }
}

/** CPU of this process's children that have ended, their threads and children included, milliseconds: proc_pid_stat(5). */
function endedChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * tick
}

function mostMemory(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
