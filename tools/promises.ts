/**
 * `npm run promises`: every promise with its tests and what they came to in the last run. What is built, and how far, stands in
 * server/src/features/promises/registry; evidence and live checks belong to a practice, and stand on its page of proof.
 * `--check` asks whether each promise that was kept still has its tests; `--results` whether all of them passed, too.
 */
import { everyPromise } from '../server/src/features/promises/registry/registry.ts'
import { collectTests } from './promises/collect-tests.ts'
import { judgeKept, judgeResults, readKept, readResults, testedOf } from './promises/judge.ts'

const root = process.cwd()
const tests = collectTests(root)
const kept = readKept(root)
const results = readResults(root)
const wantsResults = process.argv.includes('--results')
const problems = [
  ...judgeKept(everyPromise, kept, tests),
  ...(wantsResults && results === null ? ['There are no results of a run (reports/). Run: npm test'] : []),
  ...(results !== null && !process.argv.includes('--check') ? judgeResults(kept, tests, results) : []),
]

if (!process.argv.includes('--check') && !wantsResults) {
  if (results === null) process.stdout.write('No results of a test run are here (reports/). Run: npm test\n\n')
  const counts: Record<string, number> = {}
  for (const { id, sentence, built, organisational } of everyPromise) {
    const { passed, failed } = testedOf(id, tests, results ?? [])
    const state =
      failed.length > 0
        ? 'failing'
        : built === 'whole'
          ? organisational === 'no'
            ? 'kept'
            : 'evidence missing'
          : organisational === 'whole'
            ? 'evidence missing'
            : built === 'not built'
              ? 'not built'
              : 'not built (in part)'
    counts[state] = (counts[state] ?? 0) + 1
    const count = results === null ? (tests[id] ?? []).length : passed
    process.stdout.write(`${id.padEnd(4)} ${state.padEnd(20)} ${String(count).padStart(3)} tests  ${sentence}\n`)
    if (built.startsWith('in part: ')) process.stdout.write(`${' '.repeat(37)}missing: ${built.slice(9)}\n`)
  }
  const total = Object.entries(counts).map(([state, count]) => `${count} ${state}`)
  process.stdout.write(`\n${total.join(', ')}, before evidence and live checks of a practice\n`)
}
if (problems.length > 0) process.stdout.write(`${problems.join('\n')}\n`)
process.exit(problems.length === 0 ? 0 : 1)
