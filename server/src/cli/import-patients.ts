import { stat, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { tableName } from '@candour/contract/tables.ts'
import {
  changeCommandTable,
  endCommandTable,
  readCommandTable,
  startCommandUndo,
  type CommandTable,
} from '../features/tables/command-table.ts'
import { missingIn } from '../features/tables/guess-columns.ts'
import { rowsAsCsv } from '../features/tables/list-rows.ts'
import { newTable } from '../features/tables/table-facts.ts'
import { beginCommandTransfer, workAsCommand } from '../features/transfers/command-transfer.ts'
import { fileAt } from '../features/transfers/folder-source.ts'
import type { Source } from '../features/transfers/source.ts'
import { workTransfer } from '../features/transfers/work-transfer.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { digest } from '../platform/vault/digest.ts'
import { exitCodes, homeFlag, jsonFlag, type Command, type GivenFlags } from './command.ts'
import { section } from './help.ts'
import { openInstallation, type Installation } from './open-installation.ts'
import { readMapping, type GivenMapping } from './read-mapping.ts'
import { columnsTable, rowCountWords, rowWords } from './table-words.ts'
import type { Terminal } from './terminal.ts'
import { progressOf } from './transfer-words.ts'
import { Interrupted, untilInterrupted } from './until-interrupted.ts'

export const importPatients: Command = {
  name: 'import-patients',
  summary: 'registers the patients of a CSV file from another system; can be undone for 24 hours',
  words: 'file.csv',
  flags: {
    practice: { value: 'id or name', meaning: 'into which practice' },
    mapping: { value: 'mapping.json', meaning: 'what the columns hold, where the guess is wrong' },
    'dry-run': { meaning: 'only say what would happen' },
    possible: { meaning: 'also register those who may be there already' },
    yes: { meaning: 'don’t ask' },
    rows: { value: 'list.csv', meaning: 'write every row there of which something is to be told' },
    undo: { value: 'transfer', meaning: 'undo an import, by the id that it told' },
    home: homeFlag,
    json: jsonFlag,
  },
  examples: [
    ['candour import-patients --practice "Tallow Lane Dental" patients.csv --dry-run', 'what would happen'],
    ['candour import-patients --practice 0199... patients.csv --mapping mapping.json', 'the same, then the import'],
    ['candour import-patients --practice 0199... --undo 01a2...', 'deletes whom it registered, as far as untouched'],
  ],
  notes: () =>
    section('Good to know', [
      ['Files', 'commas, semicolons, tabs; UTF-8 or Windows-1252; with or without a heading; up to 100,000 rows'],
      ['Mapping', '{"source": "R4", "dateOrder": "dmy", "columns": {"Pt Surname": "family", "Ref 2": null}}'],
      ['Again', 'who is there already is skipped and listed; Ctrl-C stops in order, the same command goes on'],
    ]),
  async run(flags, terminal, words) {
    const practice = flags['practice']
    if (typeof practice !== 'string') throw new OperatorError('Say into which practice: --practice <id or name>.')
    const signal = untilInterrupted(() => terminal.say('Stopping after what is in hand …'))
    const undo = flags['undo']
    if (typeof undo !== 'string' && words.length !== 1) throw new OperatorError('Say which CSV file to import, one.')
    const mapping = await readMapping(flags['mapping'])
    await using installation = await openInstallation(flags)
    const found = await installation.practice(practice)
    const importing = { installation, practice: found.id, flags, terminal, signal }
    try {
      terminal.say(`${terminal.bold(found.name)}\n`)
      if (typeof undo === 'string') return await runUndo(importing, undo.toLowerCase())
      return await runImport(importing, words[0]!, mapping)
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
  flags: GivenFlags
  terminal: Terminal
  signal: AbortSignal
}

async function runImport(importing: Importing, path: string, mapping: GivenMapping): Promise<number> {
  const { installation, practice, flags, terminal } = importing
  const { workshop } = installation
  const { source, known } = await sourceAt(path, mapping, flags)
  const files = source.files.map(({ name, size }) => ({ id: null, name, size }))
  const asked = { kind: 'import', total: 0, files, source: known, patient: null, table: newTable } as const
  const begun = await beginCommandTransfer(workshop, practice, asked)
  const { transfer } = begun.row
  const read = () => readCommandTable(workshop, practice, transfer)
  const finish = async (state: 'done' | 'cancelled', words: string) => {
    await endCommandTable(workshop, practice, transfer, state)
    return terminal.say(words)
  }
  if (begun.row.step === 'keep') {
    terminal.say(`Going on with the import of ${showDayAndTime(begun.row.created_at)}.\n`)
    return keep(importing, transfer, source)
  }
  if (begun.row.step === 'columns') {
    await work(importing, transfer, source, 'Reading')
    await settleColumns(importing, transfer, mapping)
  }
  await work(importing, transfer, source, 'Checking')
  const checked = await read()
  await showFound(importing, transfer, checked, 'check')
  if (flags['dry-run'] === true) return finish('done', '\nNothing was changed: this was a dry run.')
  const goes = flags['yes'] === true || !terminal.isWatched || (await terminal.ask('\nImport this now?'))
  if (!goes) return finish('cancelled', 'Nothing was changed.')
  await changeCommandTable(workshop, practice, transfer, { possible: flags['possible'] === true }, 'keep')
  return keep(importing, transfer, source)
}

/** What the columns hold, by the guess and by what was said; then it can be checked. */
async function settleColumns(importing: Importing, transfer: string, mapping: GivenMapping): Promise<void> {
  const { installation, practice, terminal } = importing
  const { facts, survey } = await readCommandTable(installation.workshop, practice, transfer)
  if (survey === null) throw new OperatorError(facts.problem ?? 'The file could not be read.')
  for (const name of Object.keys(mapping.columns))
    if (!survey.headings.includes(name)) throw new OperatorError(`The file has no column "${name}".`)
  const fields = survey.headings.map((name, place) => {
    const said = mapping.columns[name]
    return said === undefined ? facts.table!.fields[place]! : said
  })
  const { source = facts.table!.source, dateOrder = facts.table!.dateOrder } = mapping
  const table = { ...facts.table!, fields, source, dateOrder }
  const columns = Object.fromEntries(survey.headings.map((name, place) => [name, fields[place]]))
  terminal.tell({ event: 'columns', transfer, source, dateOrder, columns, rows: table.rows })
  terminal.say(columnsTable(table, survey, terminal))
  const missing = missingIn(fields)
  if (missing !== null) {
    await endCommandTable(installation.workshop, practice, transfer, 'cancelled')
    throw new OperatorError(`${missing} Say it with --mapping (candour help import-patients).`)
  }
  await changeCommandTable(installation.workshop, practice, transfer, { fields, source, dateOrder }, 'check')
}

async function keep(importing: Importing, transfer: string, source: Source): Promise<number> {
  const { installation, practice, terminal } = importing
  await work(importing, transfer, source, 'Importing')
  const kept = await readCommandTable(installation.workshop, practice, transfer)
  await showFound(importing, transfer, kept, 'keep')
  return terminal.say(`\nTo undo it within 24 hours: candour import-patients --practice ${practice} --undo ${transfer}`)
}

async function runUndo(importing: Importing, transfer: string): Promise<number> {
  const { installation, practice, flags, terminal } = importing
  const { workshop } = installation
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(transfer))
    throw new OperatorError('An import is named by the id that it told, such as 01a2....')
  const { facts } = await readCommandTable(workshop, practice, transfer)
  const count = showCount(facts.table!.kept?.created ?? 0)
  if (flags['yes'] !== true) {
    terminal.say(`This deletes up to ${count} patients whom the import registered. Who was changed since stays.`)
    const goes = (await terminal.ask('Undo the import?')) && (await terminal.ask('Really delete them?'))
    if (!goes) return terminal.say(terminal.isWatched ? 'Nothing was changed.' : 'Nothing was changed: say --yes.')
  }
  await startCommandUndo(workshop, practice, transfer)
  await work(importing, transfer, { files: [], contents: [] }, 'Undoing')
  const undone = await readCommandTable(workshop, practice, transfer)
  const { removed, stayed } = undone.facts.table!.undone!
  terminal.tell({ event: 'undone', transfer, removed, stayed })
  terminal.say(`\n${showCount(removed)} deleted, ${showCount(stayed)} stayed.`)
  await showRows(importing, undone)
  return exitCodes.done
}

async function work(importing: Importing, transfer: string, source: Source, what: string): Promise<void> {
  const { installation, practice, terminal, signal } = importing
  const { workshop, database } = installation
  const progress = progressOf(terminal, what, 'rows')
  const onProgress = ({ done, total }: { done: number; total: number }) => progress(done, total)
  await workAsCommand(workshop, database.jobs, { practice, transfer, signal, onProgress }, async (running, taken) => {
    await workTransfer(running, taken, () => Promise.resolve(source))
  })
}

async function showFound(
  importing: Importing,
  transfer: string,
  table: CommandTable,
  step: 'check' | 'keep',
): Promise<void> {
  const { terminal } = importing
  const { checked, kept } = table.facts.table!
  const counts = (step === 'check' ? checked : kept)!
  terminal.tell({ event: step === 'check' ? 'checked' : 'imported', transfer, ...counts })
  terminal.say(`\n${rowCountWords(counts, step)}`)
  await showRows(importing, table)
}

async function showRows({ flags, terminal }: Importing, { rows }: CommandTable): Promise<void> {
  if (rows.length > 0) terminal.say(`\n${rowWords(rows)}`)
  if (typeof flags['rows'] === 'string') await writeFile(flags['rows'], rowsAsCsv(rows), { mode: 0o600 })
}

/** The same words about the same file are the same import. */
async function sourceAt(
  path: string,
  mapping: GivenMapping,
  flags: GivenFlags,
): Promise<{ source: Source; known: string }> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) throw new OperatorError(`There is no file ${path}.`)
  if (!tableName.test(path)) throw new OperatorError(`${path} is not taken: save it as .csv, .tsv or .txt.`)
  const facts = ['patients', resolve(path), found.size, found.mtimeMs, mapping, flags['dry-run'] === true]
  return {
    source: { files: [await fileAt(path, basename(path))], contents: [] },
    known: digest(Buffer.from(JSON.stringify(facts))).toString('hex'),
  }
}
