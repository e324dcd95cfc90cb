import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyPromise, promiseGroups } from '../../server/src/features/promises/registry/registry.ts'
import { collectTests, patternOf, promisesIn } from './collect-tests.ts'
import { judgeKept, judgeResults, keptList, readKept, readResults } from './judge.ts'

/** A tree of two test files of this one: what P33 hangs on there can be taken away. */
const copied = ['server/src/features/promises/state-of.test.ts', 'contract/src/permissions.test.ts', keptList]
const promises = [
  { id: 'P05', built: 'whole' as const },
  { id: 'P03', built: 'whole' as const },
  { id: 'B1', built: 'in part: the rest' as const },
]
let tree: string
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'candour-promises-'))
  for (const path of copied) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await cp(path, join(tree, path))
  }
  await writeFile(join(tree, keptList), '# Kept\nP05\nP03\n')
})
afterAll(() => rm(tree, { recursive: true }))

const judge = () => judgeKept(promises, readKept(tree), collectTests(tree))

async function change(path: string, from: RegExp, to: string): Promise<() => Promise<void>> {
  const text = await readFile(join(tree, path), 'utf8')
  expect(text).toMatch(from)
  await writeFile(join(tree, path), text.replaceAll(from, to))
  return () => writeFile(join(tree, path), text)
}

async function report(state: string | null): Promise<string[]> {
  const tests = collectTests(tree)
  const files = new Map<string, { fullName: string; status: string }[]>()
  for (const { title, file } of [...tests['P05']!, ...tests['P03']!])
    files.set(file, [...(files.get(file) ?? []), { fullName: title, status: 'passed' }])
  const own = files.get('contract/src/permissions.test.ts')!
  if (state === null) own.splice(0, 1)
  else own[0]!.status = state
  const testResults = [...files].map(([name, assertionResults]) => ({ name: `/somewhere/${name}`, assertionResults }))
  await mkdir(join(tree, 'reports'), { recursive: true })
  await writeFile(join(tree, 'reports/vitest.json'), JSON.stringify({ testResults }))
  return judgeResults(readKept(tree), tests, readResults(tree)!)
}

test('B1 a promise that was kept and loses its tests fails the build, as does one that is called kept behind the list', async () => {
  expect(judge()).toEqual([])
  const putBack = await change('contract/src/permissions.test.ts', /P05/g, 'P5')
  expect(judge()).toEqual(['P05 was kept, and no test carries its id any more'])
  await putBack()
  const named = [{ id: 'P05', built: 'in part: half' as const }, promises[1]!, { id: 'P33', built: 'whole' as const }]
  expect(judgeKept(named, readKept(tree), collectTests(tree))).toEqual([
    'P05 was kept, and is not built whole any more',
    `P33 is built whole, and not in ${keptList}`,
  ])
})

test('B1 after a whole run, a kept promise with a test that failed, was skipped or was not there fails the build', async () => {
  expect(await report('passed')).toEqual([])
  expect(await report('failed')).toEqual([expect.stringMatching(/^P0[35] was kept, and this test of it failed: /)])
  expect(await report('pending')).toEqual([
    expect.stringMatching(/^P0[35] was kept, and this test of it was left out: /),
  ])
  expect(await report(null)).toEqual([expect.stringMatching(/^P0[35] was kept, and this test of it was left out: /)])
})

test('B1 the promises that the program knows are those of docs/promises.md, word for word, in its groups', () => {
  const lines = readFileSync('docs/promises.md', 'utf8').split('\n')
  const written: { name: string; promises: { id: string; text: string }[] }[] = []
  for (const line of lines) {
    if (line.startsWith('## ')) written.push({ name: line.slice(3), promises: [] })
    const [, id, text] = /^- ([PB]\d+) (.*)$/.exec(line) ?? []
    if (id !== undefined) written.at(-1)!.promises.push({ id, text: text! })
  }
  const known = promiseGroups.map(({ name, promises: own }) => ({
    name,
    promises: own.map(({ id, text }) => ({ id, text })),
  }))
  expect(known).toEqual(written)
  for (const { id, text, organisational } of everyPromise) {
    const marked = text.startsWith('(O) ') ? 'whole' : text.startsWith('(O in part)') ? 'in part' : 'no'
    expect([id, organisational]).toEqual([id, marked])
  }
})

test('B1 a promise is read from a title wherever it stands, and a template or a table is known by its parts', () => {
  expect(promisesIn('P01 P28 B3 a thing of P5 and B11x')).toEqual(['P01', 'P28', 'B3'])
  expect(patternOf('P62 killed ${rounds} times at %s').test('a suite > P62 killed 40 times at night')).toBe(true)
  expect(patternOf('P62 killed (once)').test('P62 killed (once) more')).toBe(false)
})
