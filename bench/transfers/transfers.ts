/** Import and export by the command line, the server running beside: how fast, and at what cost. */
import { join } from 'node:path'
import { say } from '../say.ts'
import { firstImported, recordSize, wholeRecord } from '../operations/record.ts'
import { table } from '../table.ts'
import type { Target } from '../targets/target.ts'
import { runCommand } from './run-command.ts'
import { sizeOf, writeRecords, writeTable } from './write-files.ts'

export interface Transferred {
  what: string
  resources: number
  /** Of what was read, or written. */
  megabytes: number
  /** The whole command: starting, checking, asking nobody, doing. */
  seconds: number
  /** Milliseconds of CPU a resource: of the command; of the server beside it, which numbers the entries; of the database. */
  commandMs: number
  serverMs: number
  databaseMs: number
  /** The command's, MiB. */
  peak: number
  refused: number
}

export interface AskedTransfers {
  patients: number
  rows: number
  /** Somebody else's files too. */
  folder: string | null
  only: RegExp
}

export const transferNames = ['import', 'export', 'import-csv']

export async function measureTransfers(
  candour: Target,
  candourHome: string,
  home: string,
  { patients, rows, folder, only }: AskedTransfers,
): Promise<Transferred[]> {
  const done: Transferred[] = []
  const made = join(home, 'records')

  async function run(what: string, words: string[], path: string, unit: number | null = null): Promise<void> {
    say(what)
    const before = candour.cpu()
    const { seconds, cpuMs, peak, told } = await runCommand(candourHome, words)
    await candour.settle()
    const after = candour.cpu()
    const { resources, refused } = countsOf(told)
    const count = unit ?? resources
    done.push({
      what,
      resources: count,
      megabytes: (await sizeOf(path)) / 1024 ** 2,
      seconds,
      commandMs: cpuMs / count,
      serverMs: (after.server - before.server) / count,
      databaseMs: (after.database - before.database) / count,
      peak,
      refused,
    })
    say(
      `  ${(count / seconds).toFixed(0)} a second, ${(cpuMs / count).toFixed(3)} ms of CPU in the command, ${peak} MiB`,
    )
  }

  const wants = (name: string) => only.test(name)
  if (wants('import') || wants('export')) {
    await writeRecords(made, recordsOf(patients))
    await candour.openPractice('Imported')
    const into = ['--practice', 'Imported']
    await run(`Import, ${patients} patients of ${recordSize} resources`, ['import', ...into, made, '--yes'], made)
    if (wants('import')) await run('The same again: all is there already', ['import', ...into, made, '--yes'], made)
    if (wants('export')) {
      const [out, zip] = [join(home, 'exported'), join(home, 'exported.zip')]
      await run('Export to a folder', ['export', ...into, '--to', out], out)
      await run('Export to a ZIP', ['export', ...into, '--to', zip], zip)
    }
  }
  if (folder !== null && wants('import')) {
    await candour.openPractice('Theirs')
    await run('Import of the folder that was given', ['import', '--practice', 'Theirs', folder, '--yes'], folder)
  }
  if (wants('import-csv')) {
    const path = join(home, 'patients.csv')
    await writeTable(path, rows)
    await candour.openPractice('Table')
    const words = ['import-patients', '--practice', 'Table', path, '--yes']
    await run(`Import of a CSV file of ${rows} patients`, words, path)
  }
  return done
}

function* recordsOf(patients: number) {
  for (let at = 0; at < patients; at++) yield wholeRecord(firstImported + at)
}

type Counts = { created: number; updated: number; unchanged: number }

/** Of the event in which a command says how it ended. */
function countsOf(told: Record<string, unknown>[]): { resources: number; refused: number } {
  const end = told.findLast(({ event }) => event === 'imported' || event === 'exported')
  if (end === undefined) throw new Error(`the command told of no end: ${JSON.stringify(told.at(-1))}`)
  if (typeof end['resources'] === 'number') return { resources: end['resources'], refused: 0 }
  if (typeof end['created'] === 'number') return { resources: end['created'], refused: Number(end['refused'] ?? 0) }
  const types = Object.values(end['types'] as Record<string, Counts>)
  const resources = types.reduce((sum, { created, updated, unchanged }) => sum + created + updated + unchanged, 0)
  return { resources, refused: Number(end['refused']) }
}

export function transfersTable(transferred: Transferred[]): string {
  return table(
    [
      '',
      'Resources',
      'a second',
      'MB',
      'MB/s',
      'seconds',
      'CPU ms a resource: command + server + db',
      'peak MiB',
      'refused',
    ],
    transferred.map(({ what, resources, megabytes, seconds, commandMs, serverMs, databaseMs, peak, refused }) => [
      what,
      String(resources),
      (resources / seconds).toFixed(0),
      megabytes.toFixed(1),
      (megabytes / seconds).toFixed(1),
      seconds.toFixed(1),
      `${commandMs.toFixed(3)} + ${serverMs.toFixed(3)} + ${databaseMs.toFixed(3)}`,
      String(peak),
      String(refused),
    ]),
  )
}
