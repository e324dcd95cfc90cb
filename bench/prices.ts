/** What each safety costs: twins that have one thing more each, and Candour, in turn. */
import { join } from 'node:path'
import { startLoad } from './load/load.ts'
import { calibrate, measure, summarise, type Cell, type Summary } from './measure/cell.ts'
import type { Stock } from './operations/operation.ts'
import { operations } from './operations/operations.ts'
import { machine } from './report.ts'
import { say } from './say.ts'
import type { Settings } from './settings.ts'
import { table } from './table.ts'
import { startCandour } from './targets/candour.ts'
import { fill } from './targets/fill.ts'
import type { Target } from './targets/target.ts'
import { startTwin } from './targets/twin.ts'
import { plain, type Rungs } from './twin/rungs.ts'

const door: Rungs = { ...plain, log: false, sessions: 'remembered', records: false }
const ahead: Rungs = { ...plain, sessions: 'ahead' }
const ledger: Rungs = { ...ahead, rowSecurity: true, ledger: true }
const twin = 'session: the twin'

/** Each has what stands above it, and what it is named by. */
const rungs: [string, Rungs][] = [
  ['HTTP, headers, body, checks', door],
  ['log line', { ...door, log: true }],
  ['record', { ...plain, sessions: 'remembered' }],
  [twin, plain],
  ['session ahead, by itself', ahead],
  ['row security', { ...ahead, rowSecurity: true }],
  ['ledger', ledger],
  ['sealing', { ...ledger, sealing: true }],
]
const last = 'Candour: the rest'
const priced = ['read-patient', 'create-patient', 'write-note']

export interface Prices {
  /** By rung, the least first. */
  rungs: { name: string; cells: Summary[] }[]
  patients: number
  rounds: number
  count: number
}

export async function prices({ patients, practices, rounds, only, isQuick }: Settings, home: string): Promise<Prices> {
  await using started = new AsyncDisposableStack()
  const load = startLoad()
  started.defer(() => load.stop())
  const people = Math.min(patients, 1000)
  const count = isQuick ? 400 : 1500
  const targets: { name: string; target: Target; one: Stock[]; many: Stock[] }[] = []
  for (const [name, start] of [
    ...rungs.map(([name, of], at) => [name, () => startTwin(join(home, `twin-${at}`), of)] as const),
    [last, () => startCandour(join(home, 'candour'))] as const,
  ]) {
    const target = await start()
    started.defer(() => target.stop())
    const one = [await target.openPractice('One')]
    await fill(load, target, one, { patients: people, charts: 0, files: [] })
    const many: Stock[] = []
    for (let at = 0; at < practices; at++) many.push(await target.openPractice(`Practice ${at}`))
    if (practices > 0) await fill(load, target, many, { patients: 20, charts: 0, files: [] })
    targets.push({ name, target, one, many })
    say(`Filled: ${name}`)
  }
  const chosen = operations.filter(({ name }) => priced.includes(name) && only.test(name))
  // Each gets as warm as the others.
  for (const { target, one: practices } of targets) {
    for (const operation of chosen)
      await measure(load, target, { operation, connections: 10, practices, count: Math.max(count, 1500) })
    await calibrate(target)
  }
  const cells = new Map<string, Cell[]>(targets.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${round} of ${rounds}`)
    for (const operation of chosen)
      for (const connections of [10, 50])
        for (const { name, target, one: practices, many } of targets) {
          cells.get(name)!.push(await measure(load, target, { operation, connections, practices, count }))
          if (operation.name !== 'read-patient' || many.length === 0) continue
          cells.get(name)!.push(await measure(load, target, { operation, connections, practices: many, count }))
        }
  }
  const found = targets.map(({ name }) => ({ name, cells: summarise(cells.get(name)!) }))
  return { rungs: found, patients: people, rounds, count }
}

export function reportPrices({ rungs: found, patients, rounds, count }: Prices, date: string): string {
  const columns = found[0]!.cells.map(({ operation, connections, practices }) => ({
    operation,
    connections,
    practices,
  }))
  const micro = (milliseconds: number) => (milliseconds * 1000).toFixed(0)
  const cellOf = (rung: number, column: number) => found[rung]!.cells[column]!
  const total = ({ serverMs, databaseMs }: Summary) => serverMs + databaseMs
  const titles = columns.map(
    ({ operation, connections, practices }) =>
      `${operation}, ${connections}${practices > 1 ? ` of ${practices} practices` : ''}`,
  )
  const base = found.findIndex(({ name }) => name === twin)
  return [
    `# Price list, ${date}`,
    `${machine()}. ${patients} patients, ${rounds} rounds of ${count} operations, medians. Microseconds of CPU an operation, server + ` +
      'database. How: [METHOD.md](../METHOD.md).',
    '## Each rung with all above it',
    table(
      ['', ...titles],
      found.map(({ name }, rung) => [
        name,
        ...columns.map((_, at) => `${micro(cellOf(rung, at).serverMs)} + ${micro(cellOf(rung, at).databaseMs)}`),
      ]),
    ),
    '## What each adds',
    table(
      ['', ...titles],
      [
        ...found.map(({ name }, rung) => [
          name,
          ...columns.map((_, at) => micro(total(cellOf(rung, at)) - (rung === 0 ? 0 : total(cellOf(rung - 1, at))))),
        ]),
        [
          'Candour to the twin',
          ...columns.map((_, at) => `${(total(cellOf(found.length - 1, at)) / total(cellOf(base, at))).toFixed(2)} ×`),
        ],
      ],
    ),
    '',
  ].join('\n\n')
}
