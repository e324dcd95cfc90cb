/** `npm test`: the checks, every suite, and the journeys in a real browser, one after the other (two cores are enough). */
import { spawnSync } from 'node:child_process'

const suites: [string, string[]][] = [
  ['check', [process.execPath, 'tools/check.ts']],
  ['suites', ['npx', 'vitest', 'run']],
  ['journeys', ['npx', 'vitest', 'run', '--config', 'vitest.e2e.config.ts']],
]

for (const [name, [program, ...rest]] of suites) {
  process.stdout.write(`\n== ${name}\n`)
  const { status } = spawnSync(program!, rest, { stdio: 'inherit' })
  if (status !== 0) {
    process.stdout.write(`\n${name} failed\n`)
    process.exit(1)
  }
}
