/** `npm run generate` writes what is generated; with `--check` it says what differs and changes nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { errors } from '../contract/src/errors.ts'
import { levels, permissions, mayDo, type Level } from '../contract/src/permissions.ts'
import { matrixText } from '../server/test/walls/matrix.ts'
import { fhirPages } from './fhir/pages.ts'
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

const pages: Record<string, () => string> = {
  'docs/errors.md': errorsPage,
  'docs/permissions.md': permissionsPage,
  'server/test/walls/matrix.approved.txt': () => matrixText(readTable()),
  ...fhirPages(),
}
const isCheck = process.argv.includes('--check')
let differs = false
for (const [path, make] of Object.entries(pages)) {
  const text = make()
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  if (isCheck) {
    differs = true
    process.stdout.write(`${path} is not what the sources generate\n`)
  } else writeFileSync(path, text)
}
process.exit(differs ? 1 : 0)
