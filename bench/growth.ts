/** How cost grows with patients in a practice, and with practices in an installation. */
import { join } from 'node:path'
import { say } from './compare.ts'
import { startLoad } from './load/load.ts'
import { measure, type Cell } from './measure/cell.ts'
import type { Memory } from './measure/processes.ts'
import type { Stock } from './operations/operation.ts'
import { operations } from './operations/operations.ts'
import { machine, table } from './report.ts'
import type { Settings } from './settings.ts'
import { startCandour } from './targets/candour.ts'
import { fill } from './targets/fill.ts'

const watched = operations.filter(({ kind }) => kind !== 'file')

interface Step {
  size: number
  cells: Cell[]
  memory: Memory
}

export interface Grown {
  patients: Step[]
  practices: Step[]
}

export async function growth(
  settings: Settings,
  home: string,
  most: { patients: number; practices: number },
): Promise<Grown> {
  const { seconds, only } = settings
  await using started = new AsyncDisposableStack()
  const load = startLoad()
  started.defer(() => load.stop())
  const candour = await startCandour(join(home, 'candour'))
  started.defer(() => candour.stop())
  const measured = watched.filter(({ name }) => only.test(name))

  async function step(size: number, practices: Stock[]): Promise<Step> {
    const cells: Cell[] = []
    // The first round warms up what is kept in memory; the second counts.
    for (const isWarm of [false, true])
      for (const operation of measured) {
        const cell = await measure(load, candour, { operation, connections: 10, practices, seconds })
        if (isWarm) cells.push(cell)
      }
    const memory = candour.memory()
    const costs = cells.map((cell) => `${cell.operation} ${(cell.serverMs + cell.databaseMs).toFixed(2)} ms`)
    say(`${size}: ${costs.join(', ')}; ${memory.pss} MiB`)
    return { size, cells, memory }
  }

  const one = [await candour.openPractice('One')]
  const byPatients: Step[] = []
  let people = 0
  for (const size of [1_000, 3_000, 10_000, 30_000, 100_000].filter((size) => size <= most.patients)) {
    say(`${size} patients`)
    await fill(load, candour, one, { patients: size - people, charts: people === 0 ? 50 : 0, files: [] })
    people = size
    byPatients.push(await step(size, one))
  }
  const many: Stock[] = []
  const byPractices: Step[] = []
  for (const size of [1, 10, 100, 300, 1_000].filter((size) => size <= most.practices)) {
    say(`${size} practices`)
    const added: Stock[] = []
    while (many.length + added.length < size)
      added.push(await candour.openPractice(`Practice ${many.length + added.length}`))
    await fill(load, candour, added, { patients: 50, charts: 1, files: [] })
    many.push(...added)
    // A connection a practice: those opened last, whose sessions are still awake.
    byPractices.push(await step(size, many.slice(-10)))
  }
  return { patients: byPatients, practices: byPractices }
}

export function reportGrowth({ patients, practices }: Grown, date: string): string {
  const show = (steps: Step[]) =>
    table(
      ['', 'MiB (PSS)', ...(steps[0]?.cells.map(({ operation }) => operation) ?? [])],
      steps.map(({ size, cells, memory }) => [
        String(size),
        String(memory.pss),
        ...cells.map(
          (cell) => `${cell.serverMs.toFixed(2)} + ${cell.databaseMs.toFixed(2)}, ${cell.perSecond.toFixed(0)}/s`,
        ),
      ]),
    )
  return [
    `# Growth, ${date}`,
    `${machine()}. At 10 connections: milliseconds of CPU an operation, server + database, and operations a second.`,
    '## Patients in one practice',
    show(patients),
    '## Practices, of 50 patients each; the load is that of 10 of them',
    show(practices),
    '',
  ].join('\n\n')
}
