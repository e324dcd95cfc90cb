/** Candour and its twin, one measurement after the other, in rounds: what a slow minute does to one it does to both. */
import { join } from 'node:path'
import { startLoad } from './load/load.ts'
import { calibrate, measure, summarise, type Cell } from './measure/cell.ts'
import type { Memory } from './measure/processes.ts'
import { measureLimits, type Limits } from './measure/limits.ts'
import type { Operation, Stock } from './operations/operation.ts'
import { operations } from './operations/operations.ts'
import { say } from './say.ts'
import { transfersOf, type Settings } from './settings.ts'
import { startCandour } from './targets/candour.ts'
import { fill } from './targets/fill.ts'
import type { Target } from './targets/target.ts'
import { startTwin } from './targets/twin.ts'
import { measureTransfers, transferNames, type Transferred } from './transfers/transfers.ts'

export interface Compared {
  settings: Omit<Settings, 'only'>
  cells: ReturnType<typeof summarise>
  /** Milliseconds to ready: with an empty folder, and with all the patients. */
  ready: { first: number; second: number }
  memory: Record<'candour' | 'twin', { filled: Memory; used: Memory } | undefined>
  limits: Limits
  /** Patients a second while filling at 16 connections. */
  filled: Record<string, number>
  transfers: Transferred[]
}

/** In the mixed load each connection is another practice's. */
const mixed = ['read-patient', 'open-chart', 'find-by-number', 'create-patient', 'write-note']
const mixedPatients = 100

export async function compare(settings: Settings, home: string): Promise<Compared> {
  const { patients, practices, rounds, seconds, connections } = settings
  const chosen = operations.filter(({ name }) => settings.only.test(name))
  const files = chosen.some(({ kind }) => kind === 'file') ? [1, 20] : []
  await using started = new AsyncDisposableStack()
  const load = startLoad()
  started.defer(() => load.stop())

  let candour = await startCandour(join(home, 'candour'))
  let running = candour
  started.defer(() => running.stop())
  const first = candour.readyMs
  const stocks = new Map<Target['name'], { one: Stock[]; many: Stock[] }>()
  const filled: Compared['filled'] = {}
  const prepare = async (target: Target) => {
    say(`Filling ${target.name} with ${patients} patients, and ${practices} practices of ${mixedPatients}`)
    const one = [await target.openPractice('One')]
    const began = performance.now()
    await fill(load, target, one, { patients, charts: Math.min(100, patients / 10), files })
    filled[target.name] = patients / ((performance.now() - began) / 1000)
    const many: Stock[] = []
    for (let at = 0; at < practices; at++) many.push(await target.openPractice(`Practice ${at + 1}`))
    if (practices > 0) await fill(load, target, many, { patients: mixedPatients, charts: 2, files: [] })
    stocks.set(target.name, { one, many })
  }
  await prepare(candour)
  await candour.stop()
  candour = await startCandour(join(home, 'candour'))
  running = candour
  const second = candour.readyMs
  const targets = [candour]
  if (settings.twin) {
    const twin = await startTwin(join(home, 'twin'))
    started.defer(() => twin.stop())
    await prepare(twin)
    targets.push(twin)
  }

  say('Warming up')
  for (const operation of chosen)
    for (const target of targets) {
      const warm = { operation, connections: 10, practices: stocks.get(target.name)!.one, seconds: seconds / 3 }
      await measure(load, target, warm)
    }
  for (const target of targets) await calibrate(target)
  const atFirst = new Map(targets.map((target) => [target.name, target.memory()]))
  const cells: Cell[] = []
  const run = async (operation: Operation, at: number, which: 'one' | 'many') => {
    for (const target of targets) {
      const cell = await measure(load, target, {
        operation,
        connections: at,
        practices: stocks.get(target.name)![which],
        seconds: operation.kind === 'file' ? seconds * 1.5 : seconds,
      })
      cells.push(cell)
      say(describe(cell))
    }
  }
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${round} of ${rounds}`)
    for (const operation of chosen)
      for (const at of connections.filter((one) => operation.connections?.includes(one) ?? true))
        await run(operation, at, 'one')
    for (const operation of practices === 0 ? [] : chosen.filter(({ name }) => mixed.includes(name)))
      for (const at of connections.filter((one) => one > 1)) await run(operation, at, 'many')
  }
  const memoryOf = (name: Target['name']) => {
    const target = targets.find((one) => one.name === name)
    return target && { filled: atFirst.get(name)!, used: target.memory() }
  }
  // Last, so that their records are in nobody's way.
  const memory = { candour: memoryOf('candour'), twin: memoryOf('twin') }
  const transfers = transferNames.some((name) => settings.only.test(name))
    ? await measureTransfers(candour, join(home, 'candour'), home, { ...transfersOf(settings), only: settings.only })
    : []
  return {
    settings,
    cells: summarise(cells),
    ready: { first, second },
    memory,
    limits: measureLimits(),
    filled,
    transfers,
  }
}

function describe({ target, operation, connections, practices, perSecond, p50, serverMs, databaseMs }: Cell): string {
  const who = `${target} ${operation}${practices > 1 ? ` of ${practices} practices` : ''}`
  const speed = `${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} ms`
  return `${who.padEnd(44)} ${String(connections).padStart(2)}: ${speed}, CPU ${serverMs.toFixed(2)} + ${databaseMs.toFixed(2)} ms`
}
