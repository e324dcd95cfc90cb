/** `npm run generate` writes what is generated; with `--check` it says what differs and changes nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { breachProcess } from '../contract/src/breach-process.ts'
import { errors } from '../contract/src/errors.ts'
import { showDate } from '../contract/src/formatting.ts'
import { levels, permissions, mayDo, type Level } from '../contract/src/permissions.ts'
import { matrixText } from '../server/test/walls/matrix.ts'
import { asvsPage } from './asvs/page.ts'
import { fhirPages } from './fhir/pages.ts'
import { collectTests } from './promises/collect-tests.ts'
import { readTable } from './table.ts'

function errorsPage(): string {
  const rows = Object.entries(errors).map(([code, [status, text]]) => `| \`${code}\` | ${status} | ${text} |`)
  return `# Errors

Generated from \`contract/src/errors.ts\` by \`npm run generate\`. The list is closed: anything else is \`system.failed\` with a
request id. The body is \`{ "error": { "code", "message", "requestId", "fields"? } }\`; under \`/fhir/\` an OperationOutcome
with the code in \`details.text\`.

| Code | Status | Text |
| --- | --- | --- |
${rows.join('\n')}
`
}

function permissionsPage(): string {
  const all = [1, 2, 3, 4] as Level[]
  const head = `| Permission | ${all.map((level) => levels[level]).join(' | ')} |`
  const rows = permissions.map(
    (permission) =>
      `| \`${permission}\` | ${all.map((level) => (mayDo(level, permission) ? 'yes' : '')).join(' | ')} |`,
  )
  const routes = readTable().map(
    ({ method, path, access, name }) => `| \`${method} ${path}\` | ${access} | \`${name}\` |`,
  )
  return `# Who may do what

Generated from the policy that the server enforces, by \`npm run generate\`. Level 0 may do nothing; its history stays.

${head}
| --- |${' --- |'.repeat(all.length)}
${rows.join('\n')}

## Every route

| Route | Who may call it | In the ledger |
| --- | --- | --- |
${routes.join('\n')}
`
}

function incidentsPage(): string {
  const { date, lead, sections } = breachProcess
  const parts = sections.map(({ heading, lines }) => `## ${heading}\n\n${lines.map((line) => `- ${line}`).join('\n')}`)
  return `# How we handle a breach

In force since ${showDate(date)}. Generated from \`contract/src/breach-process.ts\` by \`npm run generate\`; every installation
publishes the same at \`/breaches\`. Why it is so: decision 0039.

${lead}

${parts.join('\n\n')}
`
}

const pages: Record<string, () => string> = {
  'docs/errors.md': errorsPage,
  'docs/permissions.md': permissionsPage,
  'docs/incidents.md': incidentsPage,
  'docs/asvs.md': () => asvsPage(),
  'server/test/walls/matrix.approved.txt': () => matrixText(readTable()),
  // The tests behind each promise, which its page names in the version that runs.
  'server/src/features/promises/generated/promise-tests.json': () =>
    `${JSON.stringify(collectTests(process.cwd()), null, 2)}\n`,
  ...fhirPages(),
}
const isCheck = process.argv.includes('--check')
let differs = false
for (const [path, make] of Object.entries(pages)) {
  let text: string
  try {
    text = make()
  } catch (error) {
    differs = true
    process.stdout.write(`${path} cannot be made: ${(error as Error).message}\n`)
    continue
  }
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  if (isCheck) {
    differs = true
    process.stdout.write(`${path} is not what the sources generate\n`)
  } else writeFileSync(path, text)
}
// What the database is compared with comes from a database; in a check it is compared where the migrations run.
if (!isCheck) {
  const { status } = spawnSync(process.execPath, ['tools/migrations-from-empty.ts', '--write'], { stdio: 'inherit' })
  differs ||= status !== 0
}
process.exit(differs ? 1 : 0)
