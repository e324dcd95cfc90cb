/** `npm test`: the checks, every suite, and the journeys in a real browser, one after the other (two cores are enough). */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A whole run alone writes these; `npm run promises` reads them. */
function reportTo(file: string): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile=${file}`]
}

const suites: [string, string[]][] = [
  ['check', [process.execPath, 'tools/check.ts']],
  ['suites', ['npx', 'vitest', 'run', ...reportTo('reports/vitest.json')]],
  ['journeys', ['npx', 'vitest', 'run', '--config', 'vitest.e2e.config.ts', ...reportTo('reports/vitest-e2e.json')]],
  ['promises that were kept', [process.execPath, 'tools/promises.ts', '--results']],
]

for (const [name, [program, ...rest]] of suites) {
  process.stdout.write(`\n== ${name}\n`)
  const { status } = spawnSync(program!, rest, { stdio: 'inherit' })
  if (status !== 0) {
    process.stdout.write(`\n${name} failed\n`)
    process.exit(1)
  }
}

const reports = ['reports/vitest.json', 'reports/vitest-e2e.json'].map(
  (path) =>
    JSON.parse(readFileSync(path, 'utf8')) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>,
)
const sum = (count: keyof (typeof reports)[number]) => reports.reduce((total, report) => total + report[count], 0)
const [passed, failed, leftOut] = [sum('numPassedTests'), sum('numFailedTests'), sum('numPendingTests')]
process.stdout.write(`\n${passed} passed, ${failed} failed${leftOut === 0 ? '' : `, ${leftOut} skipped`}\n`)
