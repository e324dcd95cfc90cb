/** One measurement: an operation at so many connections for so many seconds, with what it cost. */
import type { Load } from '../load/load.ts'
import type { Operation, Stock } from '../operations/operation.ts'
import type { Target } from '../targets/target.ts'

export interface Cell {
  target: Target['name']
  operation: string
  connections: number
  practices: number
  perSecond: number
  p50: number
  p99: number
  errors: number
  /** Milliseconds of CPU an operation. */
  serverMs: number
  databaseMs: number
  loadMs: number
  /** Bytes of the answers in an operation. */
  bytes: number
  done: number
}

export interface Asked {
  operation: Pick<Operation, 'name'>
  connections: number
  practices: Stock[]
  seconds?: number
  /** So many operations instead: on a busy machine each does the same. */
  count?: number
  spread?: boolean
}

/** The CPU counts until everything that the operations left behind is done. */
export async function measure(load: Load, target: Target, asked: Asked): Promise<Cell> {
  const { operation, connections, practices, spread = false } = asked
  const { address } = target
  const long = asked.count === undefined ? { seconds: asked.seconds! } : { count: asked.count }
  const before = target.cpu()
  const loaded = await load.run({ address, operation: operation.name, connections, practices, ...long, spread })
  await target.settle()
  const after = target.cpu()
  const { done, p50, p99, bytes } = loaded
  const errors = Object.values(loaded.errors).reduce((sum, count) => sum + count, 0)
  for (const [problem, count] of Object.entries(loaded.errors))
    process.stdout.write(`  ${target.name} ${operation.name}: ${count} times ${problem}\n`)
  const each = (milliseconds: number) => Math.max(0, milliseconds) / Math.max(1, done)
  const asking = target.settleCost ?? { server: 0, database: 0 }
  return {
    target: target.name,
    operation: operation.name,
    connections,
    practices: practices.length,
    perSecond: done / loaded.seconds,
    p50,
    p99,
    errors,
    serverMs: each(after.server - before.server - asking.server),
    databaseMs: each(after.database - before.database - asking.database),
    loadMs: each(loaded.loadCpuMs),
    bytes,
    done,
  }
}

/** What it costs to ask whether all is done, and to wait for it, when there is nothing: taken off every measurement. */
export async function calibrate(target: Target): Promise<void> {
  const times = 5
  await target.settle()
  const before = target.cpu()
  for (let time = 0; time < times; time++) await target.settle()
  const after = target.cpu()
  const { server, database } = before
  target.settleCost = { server: (after.server - server) / times, database: (after.database - database) / times }
}

export interface Summary extends Cell {
  /** Slowest and fastest round, requests a second. */
  spread: [number, number]
  /** Round by round: milliseconds of CPU an operation, of server and database, and p50. */
  rounds: { cpu: number; p50: number }[]
}

/** Medians of the rounds, figure by figure; errors are added up. */
export function summarise(cells: Cell[]): Summary[] {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const name = [cell.target, cell.operation, cell.connections, cell.practices].join(' ')
    groups.set(name, [...(groups.get(name) ?? []), cell])
  }
  return [...groups.values()].map((group) => {
    const middle = (of: (cell: Cell) => number) => median(group.map(of))
    const speeds = group.map((cell) => cell.perSecond)
    return {
      ...group[0]!,
      perSecond: middle((cell) => cell.perSecond),
      p50: middle((cell) => cell.p50),
      p99: middle((cell) => cell.p99),
      serverMs: middle((cell) => cell.serverMs),
      databaseMs: middle((cell) => cell.databaseMs),
      loadMs: middle((cell) => cell.loadMs),
      errors: group.reduce((sum, cell) => sum + cell.errors, 0),
      done: group.reduce((sum, cell) => sum + cell.done, 0),
      spread: [Math.min(...speeds), Math.max(...speeds)],
      rounds: group.map(({ serverMs, databaseMs, p50 }) => ({ cpu: serverMs + databaseMs, p50 })),
    }
  })
}

/** Of the rounds' own: one ran right after the other, so that a slow minute is on both sides. */
export function ratio(figure: 'cpu' | 'p50', of: Summary, to: Summary): number {
  const both = of.rounds.map((round, place) => [round[figure], to.rounds[place]![figure]] as const)
  // A cell of few operations may come out at nothing, by ten milliseconds.
  return median(both.filter(([, other]) => other > 0).map(([one, other]) => one / other))
}

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
