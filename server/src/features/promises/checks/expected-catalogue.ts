import { readFileSync } from 'node:fs'
import type { Catalogue } from './catalogue.store.ts'

/** As the migrations of this version leave it; `npm run generate` writes it, from a database that they ran on. */
export const expectedCatalogue = JSON.parse(
  readFileSync(new URL('../generated/catalogue.json', import.meta.url), 'utf8'),
) as Catalogue

/** What is not as it should be, in a sentence; null where all of it is. */
export function differenceOf(what: string, expected: readonly string[], found: readonly string[]): string | null {
  const there = new Set(found)
  const known = new Set(expected)
  const missing = expected.filter((line) => !there.has(line))
  const beyond = found.filter((line) => !known.has(line))
  if (missing.length === 0 && beyond.length === 0) return null
  const parts = [
    ...(missing.length > 0 ? [`missing: ${listOf(missing)}`] : []),
    ...(beyond.length > 0 ? [`beyond it: ${listOf(beyond)}`] : []),
  ]
  return `${what} are not as this version made them: tell whoever runs the server. ${capital(parts.join('; '))}.`
}

const most = 3

function listOf(lines: string[]): string {
  const more = lines.length > most ? ` and ${lines.length - most} more` : ''
  return lines.slice(0, most).join(', ') + more
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
