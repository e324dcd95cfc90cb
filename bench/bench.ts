/** `npm run bench`: measures, prints, and writes bench/results. How and what: METHOD.md. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkCosts, reportChecks } from './checks.ts'
import { compare } from './compare.ts'
import { growth } from './growth/growth.ts'
import { reportGrowth } from './growth/report-growth.ts'
import { prices, reportPrices } from './prices.ts'
import { profile } from './profile.ts'
import { machine, report } from './report.ts'
import { say } from './say.ts'
import { readSettings, transfersOf, usage } from './settings.ts'
import { reportSignIns, signIns } from './sign-ins.ts'
import { startCandour } from './targets/candour.ts'
import { reportTrees, trees } from './trees.ts'
import { measureTransfers, transfersTable } from './transfers/transfers.ts'

const settings = readSettings(process.argv.slice(2))
if (settings === null) {
  process.stdout.write(usage)
  process.exit(2)
}
// Each server has a listener at the exit.
process.setMaxListeners(50)
const home = mkdtempSync(join(tmpdir(), 'candour-bench-'))
// PostgreSQL runs as a user of its own when this is root, and has to get there.
chmodSync(home, 0o711)
// Broken off, it leaves nothing: each target ends its server at the exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
const date = new Date().toISOString().slice(0, 10)
if (settings.command === 'profile') await profile(settings, home)
else if (settings.command === 'growth') {
  const most = settings.isQuick ? { patients: 10_000, practices: 100 } : { patients: 100_000, practices: 1_000 }
  const { patients, practices } = await growth(settings, settings.home ?? home, most)
  keep('growth', reportGrowth({ patients, practices }, date), { patients, practices })
} else if (settings.command === 'prices') {
  const found = await prices(settings, home)
  keep('prices', reportPrices(found, date), found)
} else if (settings.command === 'sign-ins') {
  const found = await signIns(settings, home)
  keep('sign-ins', reportSignIns(found, date), found)
} else if (settings.command === 'trees') {
  const found = await trees(settings, home)
  keep('trees', reportTrees(found, date), found)
} else if (settings.command === 'checks') {
  const found = await checkCosts(settings, home)
  keep('checks', reportChecks(found, date), found)
} else if (settings.command === 'transfers') {
  const candour = await startCandour(join(home, 'candour'))
  const asked = { ...transfersOf(settings), only: settings.only }
  const transferred = await measureTransfers(candour, join(home, 'candour'), home, asked)
  await candour.stop()
  keep(
    'transfers',
    `# Import and export, ${date}\n\n${machine()}. How: [METHOD.md](../METHOD.md).\n\n${transfersTable(transferred)}\n`,
    transferred,
  )
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
