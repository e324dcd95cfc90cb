/** docs/asvs.md: how each requirement is met, or not. It is made only when all that it names stands where it says. */
import { existsSync } from 'node:fs'
import { levelOf } from './asked.ts'
import { webFrontend } from './chapter-3.ts'
import { authentication } from './chapter-6.ts'
import { sessionManagement } from './chapter-7.ts'
import { authorisation } from './chapter-8.ts'
import { singleSignOn } from './chapter-10.ts'
import { wrongWith } from './evidence.ts'
import type { Chapter, Evidence, Requirement } from './requirement.ts'

export const chapters: Chapter[] = [webFrontend, authentication, sessionManagement, authorisation, singleSignOn]

const states = ['shown', 'deviation', 'not applicable', 'not built', 'no test yet'] as const
type State = (typeof states)[number]

const mostWords = 15

function stateOf(row: Requirement): State {
  if ('deviation' in row) return 'deviation'
  if ('notApplicable' in row) return 'not applicable'
  if ('notBuilt' in row) return 'not built'
  return 'noTest' in row ? 'no test yet' : 'shown'
}

const evidenceOf = (row: Requirement): Evidence[] => ('shown' in row ? (row.shown ?? []) : [])

/** Every complaint begins with the id that it is about. */
export function complaintsAbout(all: Chapter[]): string[] {
  const rows = all.flatMap(({ requirements }) => requirements)
  const ids = rows.map(({ id }) => id)
  return [
    ...Object.keys(levelOf).flatMap((id) => (ids.includes(id) ? [] : [`${id} is not answered`])),
    ...ids.flatMap((id, at) => (ids.indexOf(id) < at ? [`${id} is answered twice`] : [])),
    ...rows.flatMap((row) => faultsOf(row).map((fault) => `${row.id}: ${fault}`)),
  ]
}

function faultsOf(row: Requirement): string[] {
  const faults = evidenceOf(row).flatMap((one) => wrongWith(one) ?? [])
  const level = levelOf[row.id]
  if (level === undefined) faults.push('is not asked at levels 1 and 2')
  else if (level !== row.level) faults.push(`is of level ${level}`)
  if (row.asks.split(/\s+/).length > mostWords) faults.push(`is put in more than ${mostWords} words`)
  if (stateOf(row) === 'shown' && evidenceOf(row).length === 0) faults.push('is shown by nothing')
  if ('decision' in row && !existsSync(row.decision)) faults.push(`${row.decision} is not there`)
  return faults
}

/** In a cell of a table. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const code = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)
const linkTo = (path: string) =>
  `[${path.split('/').at(-1)!}](${path.startsWith('docs/') ? path.slice(5) : `../${path}`})`

function showEvidence(evidence: Evidence): string {
  if ('under' in evidence)
    return `nowhere under [${evidence.under}](../${evidence.under}): ${evidence.lacks.map(code).join(', ')}`
  return 'test' in evidence
    ? `${linkTo(evidence.test)} “${evidence.title}”`
    : `${linkTo(evidence.file)} says ${code(evidence.says)}`
}

function howOf(row: Requirement): string {
  const said =
    'deviation' in row
      ? `${row.deviation}${row.decision === undefined ? '' : ` ${linkTo(row.decision)}`}`
      : 'notApplicable' in row
        ? row.notApplicable
        : 'notBuilt' in row
          ? `Missing: ${row.notBuilt}.`
          : 'noTest' in row
            ? row.noTest
            : (row.but ?? '')
  const evidence = evidenceOf(row).map(showEvidence)
  // What is shown comes first, what departs from the requirement before all else.
  const parts = stateOf(row) === 'shown' ? [...evidence, said] : [said, ...evidence]
  return parts.filter((part) => part !== '').join('<br>')
}

function tableOf({ title, requirements }: Chapter): string {
  const rows = requirements.map(
    (row) => `| ${row.id} | ${row.level} | ${cell(row.asks)} | ${cell(howOf(row))} | ${stateOf(row)} |`,
  )
  return `## ${title}

| Id | Level | What it asks | How | State |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

function countsOf(all: Chapter[]): string {
  const line = (name: string, rows: Requirement[]) =>
    `| ${name} | ${states.map((state) => rows.filter((row) => stateOf(row) === state).length).join(' | ')} | ${rows.length} |`
  return [
    `| Chapter | ${states.join(' | ')} | all |`,
    `| --- |${' --- |'.repeat(states.length + 1)}`,
    ...all.map(({ title, requirements }) => line(title, requirements)),
    line(
      '**All**',
      all.flatMap(({ requirements }) => requirements),
    ),
  ].join('\n')
}

/** Throws with every complaint, a line each. */
export function asvsPage(all: Chapter[] = chapters): string {
  const complaints = complaintsAbout(all)
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
  return `# OWASP ASVS 5.0.0

Generated from \`tools/asvs\` by \`npm run generate\`, which refuses a test or words that do not stand where a row says. Levels 1
and 2 of chapters V3, V6, V7 and V8, and what V10 asks of a client that signs in by another provider (10.1, 10.2, 10.5). Ids and
levels are those of the standard, read there as \`v5.0.0-3.2.1\`; the words are our own, and only the standard’s count.

*Shown* is what a named test shows, or what stands in a named place; that the tests pass is said by \`npm test\`. *Deviation*: done
otherwise, for the reason given. *Not built*: all or a part is missing. *No test yet*: done, and shown by nothing.

${countsOf(all)}

${all.map(tableOf).join('\n')}`
}
