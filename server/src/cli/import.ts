import { stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { beginCommandTransfer, changeCommandTransfer, workAsCommand } from '../features/transfers/command-transfer.ts'
import { totalOf } from '../features/transfers/count-types.ts'
import { csvOf } from '../features/transfers/csv.ts'
import { folderSource } from '../features/transfers/folder-source.ts'
import { refusedOf } from '../features/transfers/refused-of.ts'
import type { Source } from '../features/transfers/source.ts'
import type { TransferFacts } from '../features/transfers/transfer-facts.ts'
import { workTransfer } from '../features/transfers/work-transfer.ts'
import { digest } from '../platform/vault/digest.ts'
import { exitCodes, homeFlag, jsonFlag, type Command, type GivenFlags } from './command.ts'
import { section } from './help.ts'
import { openInstallation, type Installation } from './open-installation.ts'
import type { Terminal } from './terminal.ts'
import { countsTable, progressOf, referenceWords, refusedWords } from './transfer-words.ts'
import { Interrupted, untilInterrupted } from './until-interrupted.ts'

export const importCommand: Command = {
  name: 'import',
  summary: 'puts FHIR files into a practice: says first what would happen, then asks',
  words: 'folder or files',
  flags: {
    practice: { value: 'id or name', meaning: 'into which practice' },
    'dry-run': { meaning: 'only say what would happen' },
    yes: { meaning: 'don’t ask' },
    refused: { value: 'file.csv', meaning: 'write every refused line there, with the reason' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour import --practice "Tallow Lane Dental" ./from-emis --dry-run', 'what would happen; nothing is changed'],
    ['candour import --practice "Tallow Lane Dental" ./from-emis', 'the same, then the import'],
    ['candour import --practice 0199... patients.ndjson notes.json --yes', 'single files, without a question'],
  ],
  notes: () =>
    section('Good to know', [
      ['Files', 'NDJSON of any types, Bundles, single resources; the folder or ZIP that candour export wrote'],
      ['Again', 'what is there with the same content stays as it is, what changed becomes a new version'],
      ['Ctrl-C', 'stops in order; the same command goes on from there, also after a crash'],
      ['Ledger', 'every patient whose record is touched has it in their access log'],
    ]),
  async run(flags, terminal, words) {
    const practice = flags['practice']
    const missing =
      typeof practice !== 'string'
        ? 'Say into which practice: --practice <id or name>.'
        : words.length === 0
          ? 'Say what to import: a folder, or files.'
          : null
    if (missing !== null || typeof practice !== 'string') {
      terminal.fail(missing ?? '')
      return exitCodes.wrongUsage
    }
    const signal = untilInterrupted(() => terminal.say('Stopping after what is in hand …'))
    const source = await folderSource(words)
    await using installation = await openInstallation(flags)
    const { id, name } = await installation.practice(practice)
    try {
      return await runImport({ installation, practice: id, name, source, flags, terminal, signal }, words)
    } catch (error) {
      if (!(error instanceof Interrupted) && signal.reason !== error) throw error
      terminal.tell({ event: 'paused' })
      terminal.say('Paused. Everything up to here is kept; run the same command to go on.')
      return exitCodes.interrupted
    }
  },
}

interface Importing {
  installation: Installation
  practice: string
  name: string
  source: Source
  flags: GivenFlags
  terminal: Terminal
  signal: AbortSignal
}

async function runImport(importing: Importing, words: readonly string[]): Promise<number> {
  const { installation, practice, name, source, flags, terminal } = importing
  const { workshop } = installation
  const total = source.files.reduce((sum, { size }) => sum + size, 0)
  const files = source.files.map((file) => ({ id: null, name: file.name, size: file.size }))
  const asked = { kind: 'import', total, files, source: await fingerprint(words, flags), patient: null } as const
  const begun = await beginCommandTransfer(workshop, practice, asked)
  const { transfer, step } = begun.row
  terminal.say(`${terminal.bold(name)}  ${showCount(files.length)} ${files.length === 1 ? 'file' : 'files'}`)
  terminal.say('')
  if (begun.isResumed && step === 'keep') {
    terminal.say(`Going on with the import of ${showDayAndTime(begun.row.created_at)}.`)
    return keep(importing, transfer)
  }
  const checked = await work(importing, transfer, 'Checking')
  const refused = await refusedOf(workshop, practice, transfer)
  terminal.tell({
    event: 'checked',
    transfer,
    types: checked.checked,
    references: checked.references,
    refused: refused.length,
  })
  terminal.say(
    [
      'What the import would do',
      '',
      countsTable(checked.checked, terminal),
      '',
      referenceWords(checked.references),
    ].join('\n'),
  )
  await showRefused(importing, refused)
  if (flags['dry-run'] === true) {
    await changeCommandTransfer(workshop, practice, transfer, { state: 'done' })
    terminal.say('\nNothing was changed: this was a dry run.')
    return exitCodes.done
  }
  const goes = flags['yes'] === true || !terminal.isWatched || (await terminal.ask('\nImport this now?'))
  if (!goes) {
    await changeCommandTransfer(workshop, practice, transfer, { state: 'cancelled' })
    terminal.say('Nothing was changed.')
    return exitCodes.done
  }
  await changeCommandTransfer(workshop, practice, transfer, { step: 'keep', done: 0, total })
  return keep(importing, transfer)
}

async function keep(importing: Importing, transfer: string): Promise<number> {
  const { installation, practice, terminal } = importing
  const began = performance.now()
  const kept = await work(importing, transfer, 'Importing')
  const seconds = (performance.now() - began) / 1000
  const refused = await refusedOf(installation.workshop, practice, transfer)
  const { created, updated, unchanged } = totalOf(kept.kept)
  terminal.tell({ event: 'imported', transfer, types: kept.kept, refused: refused.length, seconds })
  terminal.say(['', 'Imported', '', countsTable(kept.kept, terminal)].join('\n'))
  await showRefused(importing, refused)
  terminal.say(`\n${showCount(created + updated + unchanged)} resources in ${seconds.toFixed(1)} s.`)
  return exitCodes.done
}

async function work(importing: Importing, transfer: string, what: string): Promise<TransferFacts> {
  const { installation, practice, source, terminal, signal } = importing
  const { workshop, database } = installation
  const progress = progressOf(terminal, what, 'bytes')
  let last: TransferFacts | null = null
  await workAsCommand(
    workshop,
    database.jobs,
    { practice, transfer, signal, onProgress: ({ done, total }) => progress(done, total) },
    async (running, taken) => {
      last = await workTransfer(running, taken, () => Promise.resolve(source))
    },
  )
  return last!
}

async function showRefused(
  { flags, terminal }: Importing,
  refused: Awaited<ReturnType<typeof refusedOf>>,
): Promise<void> {
  if (refused.length === 0) return
  terminal.say(`\n${showCount(refused.length)} refused; the rest goes in\n${refusedWords(refused)}`)
  if (typeof flags['refused'] !== 'string') return
  const rows = refused.map(({ file, line, location, reason }) => [file, String(line), location, reason])
  await writeFile(flags['refused'], csvOf(['File', 'Line', 'Where', 'Why'], rows), { mode: 0o600 })
}

/** The same words about the same files are the same import. */
async function fingerprint(words: readonly string[], flags: GivenFlags): Promise<string> {
  const facts: unknown[] = [flags['dry-run'] === true]
  for (const path of words.map((word) => resolve(word))) {
    const { size, mtimeMs } = await stat(path)
    facts.push([path, size, mtimeMs])
  }
  return digest(Buffer.from(JSON.stringify(facts))).toString('hex')
}
