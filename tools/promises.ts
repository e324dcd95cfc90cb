/**
 * `npm run promises`: every promise with its tests and its state. A promise is kept when it is built whole, has tests
 * that carry its id, and all of them passed in the last run. The list below can only make a state worse: what is not on
 * it counts as not built, however many tests there are.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/**
 * Built whole so far. Everything else is "not built", or built in part. Not yet: P16 (there are no one-time codes to keep out
 * of the log), P25 (a document that came without an author shows none).
 */
const builtWhole = new Set(['P04', 'P05', 'P06', 'P15', 'P31', 'P33'])

interface Test {
  title: string
  state: 'passed' | 'failed' | 'skipped'
}

function lastRun(): Test[] | null {
  const folder = 'reports'
  if (!existsSync(folder)) return null
  const files = readdirSync(folder).filter((file) => file.startsWith('vitest') && file.endsWith('.json'))
  if (files.length === 0) return null
  return files.flatMap((file) => {
    const report = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
      testResults: { assertionResults: { fullName: string; status: string }[] }[]
    }
    return report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({
        title: fullName,
        state:
          status === 'passed' ? ('passed' as const) : status === 'failed' ? ('failed' as const) : ('skipped' as const),
      })),
    )
  })
}

const promises = [...readFileSync('docs/promises.md', 'utf8').matchAll(/^- ([PB]\d+) (.*)$/gm)].map((match) => ({
  id: match[1]!,
  text: match[2]!,
}))
const tests = lastRun()
if (tests === null) process.stdout.write('No results of a test run are here (reports/). Run: npm test\n\n')

const counts: Record<string, number> = {}
for (const { id, text } of promises) {
  const own = (tests ?? []).filter((test) => new RegExp(`\\b${id}\\b`).test(test.title))
  const failed = own.filter((test) => test.state === 'failed')
  const passed = own.filter((test) => test.state === 'passed')
  const isOrganisational = text.startsWith('(O)')
  const state =
    failed.length > 0
      ? 'failing'
      : builtWhole.has(id) && passed.length > 0
        ? 'kept'
        : isOrganisational
          ? 'evidence missing'
          : passed.length > 0
            ? 'not built (in part)'
            : 'not built'
  counts[state] = (counts[state] ?? 0) + 1
  const short = text.length > 84 ? `${text.slice(0, 83)}…` : text
  process.stdout.write(`${id.padEnd(4)} ${state.padEnd(20)} ${String(passed.length).padStart(3)} tests  ${short}\n`)
}
process.stdout.write(
  `\n${Object.entries(counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')}\n`,
)
process.exit(counts['failing'] === undefined ? 0 : 1)
