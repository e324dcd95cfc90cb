/** Which tests stand behind each promise: those whose titles carry its id. What runs for minutes alone (`*.long.test.ts`) is left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import ts from 'typescript'

export interface PromiseTest {
  /** As it stands in the source: a template keeps its `${...}`, a table its `%s`. */
  title: string
  file: string
}

export type TestsByPromise = Record<string, PromiseTest[]>

const rooms = ['contract/src', 'server', 'web/src', 'tools', 'verifier', 'witness', 'e2e']
const callers = /^(?:test|it)$/

/** @param root of the repository */
export function collectTests(root: string): TestsByPromise {
  const all = rooms.flatMap((room) => testFiles(join(root, room))).flatMap((path) => titlesOf(root, path))
  const byPromise: TestsByPromise = {}
  for (const one of all) for (const id of promisesIn(one.title)) (byPromise[id] ??= []).push(one)
  return Object.fromEntries(
    Object.entries(byPromise)
      .map(([id, tests]): [string, PromiseTest[]] => [id, tests.toSorted(byFileAndTitle)])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}

export function promisesIn(title: string): string[] {
  return [...new Set([...title.matchAll(/\b(?:P\d{2}|B\d{1,2})\b/g)].map(([id]) => id))]
}

function byFileAndTitle(one: PromiseTest, other: PromiseTest): number {
  const [a, b] = [`${one.file} ${one.title}`, `${other.file} ${other.title}`]
  return a < b ? -1 : a > b ? 1 : 0
}

function testFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return testFiles(path)
    return entry.name.endsWith('.test.ts') && !entry.name.endsWith('.long.test.ts') ? [path] : []
  })
}

function titlesOf(root: string, path: string): PromiseTest[] {
  const text = readFileSync(path, 'utf8')
  const file = relative(root, path).split(sep).join('/')
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false)
  const found: PromiseTest[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const title = node.arguments[0] === undefined ? null : titleOf(node.arguments[0], source)
      if (title !== null) found.push({ title, file })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `test`, `it`, and with what may stand behind: `test.each(...)`, `it.skipIf(...)`. */
function isTest(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return callers.test(node.text)
  if (ts.isPropertyAccessExpression(node)) return isTest(node.expression)
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && isTest(node.expression)
}

function titleOf(node: ts.Expression, source: ts.SourceFile): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  return ts.isTemplateExpression(node) ? node.getText(source).slice(1, -1) : null
}

/** What a runner calls a test of this title. */
export function patternOf(title: string): RegExp {
  const parts = title.split(/\$\{[^}]*\}|%[sdifjo#]|\$\w+/)
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*') + '$')
}
