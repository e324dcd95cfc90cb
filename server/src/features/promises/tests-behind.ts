import { readFileSync } from 'node:fs'

/** The tests that carry each promise's id, of the version that runs; `npm run generate` writes them, `npm run check` compares. */
const byPromise = JSON.parse(
  readFileSync(new URL('./generated/promise-tests.json', import.meta.url), 'utf8'),
) as Record<string, { title: string; file: string }[]>

export function testsBehind(promise: string): { title: string; file: string }[] {
  return byPromise[promise] ?? []
}
