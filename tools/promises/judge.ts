/** Whether every promise that was kept still has what keeps it: its tests, and, after a whole run, that all of them passed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Promised } from '../../server/src/features/promises/registry/promised.ts'
import { patternOf, type TestsByPromise } from './collect-tests.ts'

/** Ids of the promises that are kept, as they were approved. One is taken off by hand alone, and that is seen. */
export const keptList = 'tools/promises/kept.txt'

export function readKept(root: string): string[] {
  const text = readFileSync(join(root, keptList), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

/** In words, what is wrong; nothing where all is well. */
export function judgeKept(
  promises: readonly Pick<Promised, 'id' | 'built'>[],
  kept: readonly string[],
  tests: TestsByPromise,
): string[] {
  const whole = new Set(promises.filter(({ built }) => built === 'whole').map(({ id }) => id))
  return [
    ...kept.filter((id) => !whole.has(id)).map((id) => `${id} was kept, and is not built whole any more`),
    ...kept
      .filter((id) => (tests[id] ?? []).length === 0)
      .map((id) => `${id} was kept, and no test carries its id any more`),
    ...[...whole].filter((id) => !kept.includes(id)).map((id) => `${id} is built whole, and not in ${keptList}`),
  ]
}

export interface TestResult {
  /** With the names of what it stands in. */
  title: string
  file: string
  state: 'passed' | 'failed' | 'skipped'
}

/** Of the last run; null where there was none. */
export function readResults(root: string): TestResult[] | null {
  const folder = join(root, 'reports')
  if (!existsSync(folder)) return null
  const files = readdirSync(folder).filter((file) => file.startsWith('vitest') && file.endsWith('.json'))
  if (files.length === 0) return null
  return files.flatMap((file) => {
    const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[]
    }
    return report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({
        title: fullName,
        file: name,
        state: status === 'passed' || status === 'failed' ? status : ('skipped' as const),
      })),
    )
  })
}

export interface TestedPromise {
  passed: number
  failed: string[]
  /** Neither passed nor failed: skipped, or not in the run. */
  missing: string[]
}

/** What became of the tests of a promise. */
export function testedOf(id: string, tests: TestsByPromise, results: readonly TestResult[]): TestedPromise {
  const tested: TestedPromise = { passed: 0, failed: [], missing: [] }
  for (const { title, file } of tests[id] ?? []) {
    const pattern = patternOf(title)
    const own = results.filter((one) => one.file.endsWith(file) && pattern.test(one.title))
    if (own.some(({ state }) => state === 'failed')) tested.failed.push(title)
    else if (own.length === 0 || own.some(({ state }) => state === 'skipped')) tested.missing.push(title)
    else tested.passed += 1
  }
  return tested
}

/** A promise that was kept, and whose tests did not all pass, is kept no more. */
export function judgeResults(kept: readonly string[], tests: TestsByPromise, results: readonly TestResult[]): string[] {
  return kept.flatMap((id) => {
    const { failed, missing } = testedOf(id, tests, results)
    return [
      ...failed.map((title) => `${id} was kept, and this test of it failed: ${title}`),
      ...missing.map((title) => `${id} was kept, and this test of it was left out: ${title}`),
    ]
  })
}
