import { machine } from '../report.ts'
import { table } from '../table.ts'
import type { Cell } from '../measure/cell.ts'
import type { Step } from './step.ts'
import type { Grown } from './grown.ts'

export function reportGrowth({ patients, practices }: Pick<Grown, 'patients' | 'practices'>, date: string): string {
  return [
    `# Growth, ${date}`,
    `${machine()}. How: [METHOD.md](../METHOD.md). Cells: milliseconds of CPU an operation, server + database; operations a second at 10 connections.`,
    '## Patients in one practice',
    facts(patients, 'patients'),
    cells(patients, ({ cells: all }) => all),
    '## Practices, of 20 patients each',
    facts(practices, 'practices'),
    'The load is that of ten practices.',
    cells(practices, ({ cells: all }) => all),
    'Each request is another practice’s, of all of them.',
    cells(
      practices.filter(({ spread }) => spread.length > 0),
      ({ spread }) => spread,
    ),
    '',
  ].join('\n\n')
}

function facts(steps: Step[], what: string): string {
  return table(
    [
      what,
      'in the end',
      'seeded in s',
      'ready ms',
      'first search ms',
      'second ms',
      'server MiB (PSS): started, searched, used',
      'database MiB',
      'idle: server + db ms a second',
    ],
    steps.map(({ size, really, seedSeconds, readyMs, looks, memory, database, idle }) => [
      String(size),
      String(really),
      seedSeconds.toFixed(1),
      readyMs.toFixed(0),
      looks[0].toFixed(0),
      looks[1].toFixed(1),
      `${memory.started.pss}, ${memory.looked.pss}, ${memory.used.pss}`,
      database.toFixed(0),
      `${idle.server.toFixed(1)} + ${idle.database.toFixed(1)}`,
    ]),
  )
}

function cells(steps: Step[], of: (step: Step) => Cell[]): string {
  const names = [...new Set(steps.flatMap((step) => of(step).map(({ operation }) => operation)))]
  return table(
    ['', ...names],
    steps.map((step) => [
      String(step.size),
      ...names.map((name) => {
        const cell = of(step).find(({ operation }) => operation === name)
        if (cell === undefined) return '-'
        const errors = cell.errors > 0 ? `, ${cell.errors} errors` : ''
        return `${cell.serverMs.toFixed(2)} + ${cell.databaseMs.toFixed(2)}; ${cell.perSecond.toFixed(0)}/s${errors}`
      }),
    ]),
  )
}
