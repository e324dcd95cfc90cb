/** Whether what a row names stands where it says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Evidence } from './requirement.ts'

const title =
  /(?:\b(?:test|it)(\.\w+)*\(|\]\)\(|\w\)\(|\)\)\()\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g

/** The titles of a file of tests, those of a table (`test.each`) as they are written; tests that are left out count for none. */
export function titlesIn(text: string): string[] {
  return [...text.matchAll(title)]
    .filter(([, how]) => how === undefined || !/skip|todo|fails/i.test(how))
    .map((match) => (match[2] ?? match[3] ?? match[4]!).replace(/\\(.)/g, '$1'))
}

/** What is wrong with it; null when it stands there. */
export function wrongWith(evidence: Evidence): string | null {
  if ('under' in evidence) return found(evidence.under, evidence.lacks)
  const path = 'test' in evidence ? evidence.test : evidence.file
  if (!existsSync(path)) return `${path} is not there`
  const text = readFileSync(path, 'utf8')
  // However its lines are broken.
  if ('file' in evidence)
    return inOneLine(text).includes(inOneLine(evidence.says)) ? null : `${path} does not say “${evidence.says}”`
  const titles = titlesIn(text)
  if (titles.includes(evidence.title)) return null
  const begun = titles.filter((one) => one.startsWith(evidence.title)).length
  if (begun === 1) return null
  return begun === 0
    ? `${path} has no test “${evidence.title}”`
    : `${path} has ${begun} tests that begin “${evidence.title}”`
}

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

function found(folder: string, words: string[]): string | null {
  if (!existsSync(folder)) return `${folder} is not there`
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|sql)$/.test(path) && !/\.test\.tsx?$/.test(path))
    .toSorted()
  if (sources.length === 0) return `${folder} has no sources`
  for (const path of sources) {
    const text = readFileSync(`${folder}/${path}`, 'utf8')
    const word = words.find((one) => text.includes(one))
    if (word !== undefined) return `${folder}/${path} has “${word}”`
  }
  return null
}
