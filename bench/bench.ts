/** `npm run bench`: measures, prints, and writes bench/results. How and what: METHOD.md. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare, say } from './compare.ts'
import { growth, reportGrowth } from './growth.ts'
import { profile } from './profile.ts'
import { report } from './report.ts'
import { readSettings, usage } from './settings.ts'

const settings = readSettings(process.argv.slice(2))
if (settings === null) {
  process.stdout.write(usage)
  process.exit(2)
}
const home = mkdtempSync(join(tmpdir(), 'candour-bench-'))
// PostgreSQL runs as a user of its own when this is root, and has to get there.
chmodSync(home, 0o711)
// Broken off, it leaves nothing: each target ends its server at the exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
const date = new Date().toISOString().slice(0, 10)
if (settings.command === 'profile') await profile(settings, home)
else if (settings.command === 'growth') {
  const isQuick = settings.rounds === 1
  const most = isQuick ? { patients: 10_000, practices: 100 } : { patients: 100_000, practices: 1_000 }
  const grown = await growth(settings, home, most)
  keep('growth', reportGrowth(grown, date), grown)
} else {
  const compared = await compare(settings, home)
  keep('compare', report(compared, date), compared)
}

function keep(what: string, page: string, figures: object): void {
  say(`\n${page}`)
  if (!settings!.keep) return
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
  const file = join(import.meta.dirname, 'results', `${date}-${what}`)
  writeFileSync(`${file}.md`, page)
  writeFileSync(`${file}.json`, `${JSON.stringify(figures, null, 1)}\n`)
  say(`Written to bench/results/${date}-${what}.md and .json`)
}
