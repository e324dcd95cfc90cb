/** Runs programs two at a time, says of each how it went and how long, and stops all at the first that fails. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export interface Step {
  name: string
  command: string[]
  /** What to do when it fails, in words. */
  mend?: string
}

export async function runSteps(steps: Step[]): Promise<void> {
  const waiting = [...steps]
  const running = new Set<ChildProcess>()
  const runWaiting = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await run(step, running)
  }
  await Promise.all([runWaiting(), runWaiting()])
}

async function run({ name, command, mend }: Step, running: Set<ChildProcess>): Promise<void> {
  const started = performance.now()
  const [program, ...rest] = command
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  running.delete(child)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (code === 0) {
    process.stdout.write(`${name} ... ok, ${seconds} s\n`)
    return
  }
  process.stdout.write(`${name} ... failed, ${seconds} s\n\n${said}${complained}\n`)
  if (mend !== undefined) process.stdout.write(`${mend}\n`)
  for (const other of running) other.kill()
  process.exit(1)
}
