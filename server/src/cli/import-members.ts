import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { openInstallation as openAccounts } from '../features/accounts/installation.ts'
import { importMembers as bringMembers, type LineOutcome } from '../features/members/import-members.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { exitCodes, homeFlag, jsonFlag, type Command } from './command.ts'
import { section } from './help.ts'
import { openInstallation, type Installation } from './open-installation.ts'
import type { Terminal } from './terminal.ts'

export const importMembers: Command = {
  name: 'import-members',
  summary: 'takes the members of another system over, with their passwords; the practice approves each',
  words: 'file.ndjson',
  flags: {
    practice: { value: 'id or name', meaning: 'into which practice' },
    'dry-run': { meaning: 'only say what would happen' },
    yes: { meaning: 'don’t ask' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour import-members --practice "Tallow Lane Dental" staff.ndjson --dry-run', 'what would happen'],
    ['candour import-members --practice 0199... staff.ndjson', 'the same, then it asks'],
  ],
  notes: () =>
    section('Good to know', [
      [
        'A line',
        '{"name": "A. Nurse", "role": "Nurse", "email": "a@b.example", "level": 1, "passwordHash": "$2b$10$..."}',
      ],
      ['Hashes', 'bcrypt up to cost 12, $pbkdf2-sha256$...; hashed anew as argon2id at the next sign-in'],
      ['Levels', '1 reception, 2 clinician, 3 practice manager, 4 administrator'],
      ['Approval', 'nobody comes in before the practice approved them, on its page Team'],
      ['Exit codes', '0 done, 1 some lines were refused, 2 wrong usage'],
    ]),
  async run(flags, terminal, words) {
    const practice = flags['practice']
    if (typeof practice !== 'string') throw new OperatorError('Say into which practice: --practice <id or name>.')
    const [path] = words
    if (path === undefined || words.length > 1) throw new OperatorError('Say which file to import, one.')
    if ((await stat(path).catch(() => null))?.isFile() !== true) throw new OperatorError(`There is no file ${path}.`)
    await using installation = await openInstallation(flags)
    const found = await installation.practice(practice)
    terminal.say(`${terminal.bold(found.name)}\n`)
    const checked = await bring(installation, found.id, path, true, terminal)
    if (flags['dry-run'] === true) return end(checked, terminal, 'Nothing was changed: this was a dry run.')
    const goes = flags['yes'] === true || !terminal.isWatched || (await terminal.ask('\nTake them over now?'))
    if (!goes) return end(checked, terminal, 'Nothing was changed.')
    return end(await bring(installation, found.id, path, false, terminal), terminal, 'Approve them on the page Team.')
  },
}

async function bring(
  { database, workshop: { vault, keysOf } }: Installation,
  practice: string,
  path: string,
  isDryRun: boolean,
  terminal: Terminal,
): Promise<LineOutcome[]> {
  const outcomes: LineOutcome[] = []
  const tokenKey = await openAccounts(database.gate, vault)
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })
  await bringMembers({ atGate: database.atGate, vault, keysOf, tokenKey }, practice, lines, isDryRun, (one) => {
    outcomes.push(one)
    terminal.tell({ event: isDryRun ? 'checked' : 'imported', ...one })
    if (isDryRun && one.outcome !== 'added') terminal.say(`  line ${one.line}: ${wordsOf(one)}`)
  })
  return outcomes
}

function wordsOf(one: LineOutcome): string {
  if (one.outcome === 'refused') return `refused. ${one.why}`
  return one.outcome === 'known' ? 'has an account here, and keeps its password' : 'is a member already'
}

function end(outcomes: LineOutcome[], terminal: Terminal, last: string): number {
  const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length
  const refused = count('refused')
  const coming = count('added') + count('known')
  terminal.tell({ event: 'done', coming, already: count('member-already'), refused })
  terminal.say(`\n${coming} to come, ${count('member-already')} there already, ${refused} refused. ${last}`)
  return refused === 0 ? exitCodes.done : exitCodes.failed
}
