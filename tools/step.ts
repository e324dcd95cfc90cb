/** Runs one program after the other, says what and how long, and stops at the first that fails. */
import { spawnSync } from 'node:child_process'

export interface Step {
  name: string
  command: string[]
  /** What to do when it fails, in words. */
  mend?: string
}

export function runSteps(steps: Step[]): void {
  for (const { name, command, mend } of steps) {
    const started = performance.now()
    process.stdout.write(`${name} ... `)
    const [program, ...rest] = command
    const result = spawnSync(program!, rest, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (result.status === 0) {
      process.stdout.write(`ok, ${seconds} s\n`)
      continue
    }
    process.stdout.write(`failed, ${seconds} s\n\n${result.stdout}${result.stderr}\n`)
    if (mend !== undefined) process.stdout.write(`${mend}\n`)
    process.exit(1)
  }
}
