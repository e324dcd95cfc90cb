/** How cost grows with patients in a practice, and with practices in an installation. What was measured is kept as it comes. */
import { join } from 'node:path'
import { startLoad, type Load } from '../load/load.ts'
import { measure, type Cell } from '../measure/cell.ts'
import type { Stock } from '../operations/operation.ts'
import { operations } from '../operations/operations.ts'
import { say } from '../say.ts'
import type { Settings } from '../settings.ts'
import { startCandour } from '../targets/candour.ts'
import { pause, type Target } from '../targets/target.ts'
import { sizeOf } from '../transfers/write-files.ts'
import { openGrown, type Grown } from './grown.ts'
import type { Step } from './step.ts'
import { addPatients, addPractices, stillSignedIn } from './seed.ts'

export interface Most {
  patients: number
  practices: number
}

const chosen = ({ only }: Settings) =>
  operations.filter(({ kind, name }) => kind !== 'file' && name !== 'read-chart' && only.test(name))
const isWrite = (name: string) => name === 'create-patient' || name === 'register-patient' || name === 'write-note'
/** So few have no 20 names that begin alike. */
const tooFew = 'find-by-name'
const spreadOut = ['read-patient', 'find-by-number', 'write-note']
/** Practices that the load is of. */
const loaded = 10

export async function growth(settings: Settings, home: string, most: Most): Promise<Grown> {
  const state = openGrown(home)
  const load = startLoad(state.numbersFrom())
  try {
    const patients = [1_000, 10_000, 100_000].filter((size) => size <= most.patients)
    if (patients.some((size) => !state.has('patients', size))) await byPatients(settings, home, patients, state, load)
    const practices = [1, 10, 100, 1_000].filter((size) => size <= most.practices)
    if (practices.some((size) => !state.has('practices', size)))
      await byPractices(settings, home, practices, state, load)
  } finally {
    load.stop()
  }
  return state.grown
}

type State = ReturnType<typeof openGrown>

async function byPatients(settings: Settings, base: string, sizes: number[], state: State, load: Load): Promise<void> {
  const home = join(base, 'patients')
  let candour = await startCandour(home)
  try {
    const { grown } = state
    grown.one ??= await candour.openPractice('One')
    state.save()
    for (const size of sizes.filter((size) => !state.has('patients', size))) {
      say(`${size} patients`)
      const began = performance.now()
      const stock = await addPatients(candour, home, grown, size)
      const seedSeconds = (performance.now() - began) / 1000
      await untilIdle(candour)
      await candour.stop()
      candour = await startCandour(home)
      await stillSignedIn(candour.address, [stock])
      const step = await measureStep(settings, load, candour, home, {
        size,
        seedSeconds,
        practices: [stock],
        all: null,
      })
      for (const { operation, done } of step.cells)
        if (isWrite(operation) && operation !== 'write-note') grown.registered += done
      step.really = grown.imported + grown.registered
      state.keep('patients', step)
    }
  } finally {
    await candour.stop()
  }
}

async function byPractices(settings: Settings, base: string, sizes: number[], state: State, load: Load): Promise<void> {
  const home = join(base, 'practices')
  let candour = await startCandour(home)
  try {
    const { grown } = state
    await stillSignedIn(candour.address, grown.many)
    for (const size of sizes.filter((size) => !state.has('practices', size))) {
      say(`${size} practices`)
      const began = performance.now()
      await addPractices(candour, load, grown.many, size, state.save)
      const seedSeconds = (performance.now() - began) / 1000
      await untilIdle(candour)
      await candour.stop()
      candour = await startCandour(home)
      await stillSignedIn(candour.address, grown.many)
      const practices = grown.many.slice(0, loaded)
      const step = await measureStep(settings, load, candour, home, { size, seedSeconds, practices, all: grown.many })
      step.really = grown.many.length
      state.keep('practices', step)
    }
  } finally {
    await candour.stop()
  }
}

interface Measured {
  size: number
  seedSeconds: number
  practices: Stock[]
  all: Stock[] | null
}

async function measureStep(
  settings: Settings,
  load: Load,
  candour: Target,
  home: string,
  { size, seedSeconds, practices, all }: Measured,
): Promise<Step> {
  const started = candour.memory()
  const { address } = candour
  const operation = all === null ? 'find-by-name' : 'find-by-number'
  const look = async () =>
    (await load.run({ address, operation, connections: 1, count: 1, practices: practices.slice(0, 1) })).p50
  const looks: [number, number] = [await look(), await look()]
  const looked = candour.memory()
  const database = (await sizeOf(join(home, 'data/postgres/cluster/base'))) / 1024 ** 2
  const idle = await idleCost(candour)
  const cells: Cell[] = []
  const spread: Cell[] = []
  const { seconds } = settings
  // Warmed up by reading alone, so that the size is the one that is said; what writes comes last.
  const measured = chosen(settings)
    .filter(({ name }) => all === null || name !== tooFew)
    .toSorted((a, b) => Number(isWrite(a.name)) - Number(isWrite(b.name)))
  for (const operation of measured) {
    const asked = { operation, connections: 10, practices, seconds }
    if (!isWrite(operation.name)) await measure(load, candour, { ...asked, seconds: seconds / 2 })
    cells.push(await measure(load, candour, asked))
  }
  if (all !== null && all.length > loaded)
    for (const operation of chosen(settings).filter(({ name }) => spreadOut.includes(name)))
      spread.push(await measure(load, candour, { operation, connections: 10, practices: all, seconds, spread: true }))
  const costs = [...cells, ...spread].map((cell) => `${cell.operation} ${(cell.serverMs + cell.databaseMs).toFixed(2)}`)
  const memory = { started, looked, used: candour.memory() }
  say(
    `  ready ${candour.readyMs.toFixed(0)} ms, looks ${looks.map((one) => one.toFixed(0)).join(', ')} ms, database ` +
      `${database.toFixed(0)} MiB, server ${memory.used.pss} MiB; CPU ms: ${costs.join(', ')}`,
  )
  return { size, really: size, cells, spread, seedSeconds, readyMs: candour.readyMs, looks, memory, database, idle }
}

async function idleCost(candour: Target): Promise<Step['idle']> {
  const seconds = 4
  await candour.settle()
  const before = candour.cpu()
  await pause(seconds * 1000)
  const after = candour.cpu()
  return { server: (after.server - before.server) / seconds, database: (after.database - before.database) / seconds }
}

/** Until what an import leaves to do (numbering, folding, PostgreSQL's own tidying) is done: two quiet seconds. */
async function untilIdle(candour: Target): Promise<void> {
  let quiet = 0
  for (const end = Date.now() + 120_000; quiet < 2 && Date.now() < end;) {
    const before = candour.cpu()
    await pause(1000)
    const after = candour.cpu()
    const used = after.server - before.server + after.database - before.database
    quiet = used < 100 ? quiet + 1 : 0
  }
}
