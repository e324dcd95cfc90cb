import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { breather } from '../../platform/breathe.ts'
import { hasAny } from '../resources/open-page.ts'
import { openDelta } from './delta.ts'
import { blocks, deltas, rebuilds, type DeltaRow } from './directory.store.ts'
import { indexKeysOf } from './index-key.ts'
import { unpackPerson, type Person } from './person.ts'
import { listMarkedBlocks, openBlocks } from './read-blocks.ts'
import { Resident } from './resident.ts'
import { segmentSize } from './segment.ts'

export interface Loaded {
  resident: Resident
  /** Of the blocks that it was made from. */
  generation: number
  /** Transactions before this one are all in it. */
  position: string
  /** Rows from the position on that are in it, by patient: read again, they are skipped. */
  applied: Map<string, string>
  /** It was read in the middle of a change that may still be undone: good for this once. */
  once: boolean
}

type Looked = Awaited<ReturnType<typeof deltas.readSince>>

/** The directory is not what Candour wrote, or is being made again: `generation` is the one that is damaged, or null. */
export class DirectoryDamaged extends Error {
  readonly generation: number | null
  constructor(generation: number | null) {
    super('the directory is to be made again')
    this.generation = generation
  }
}

/** Brings the people up to date: what was written since, or all of it afresh when something else is in the blocks. */
export async function refresh(within: Within, loaded: Loaded | null): Promise<Loaded> {
  try {
    return await look(within, loaded)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    throw new DirectoryDamaged((await blocks.mark(within.tx)).generation)
  }
}

async function look(within: Within, loaded: Loaded | null): Promise<Loaded> {
  if (loaded === null) return load(within)
  const looked = await deltas.readSince(within.tx, loaded.position)
  if (looked.generation === loaded.generation) return apply(within, loaded, looked)
  if (!looked.hasAll) return load(within)
  return apply(within, { ...loaded, generation: looked.generation }, looked)
}

async function load(within: Within): Promise<Loaded> {
  if (await rebuilds.goesOn(within.tx)) throw new DirectoryDamaged(null)
  for (let tries = 0; tries < 3; tries++) {
    const resident = new Resident()
    const { generation, rows } = await listMarkedBlocks(within)
    let people: Person[] = []
    let isWhole = true
    const breathe = breather()
    for await (const opened of openBlocks(within, indexKeysOf(within), rows)) {
      isWhole &&= opened !== null
      if (opened === null) break
      for (const line of opened.lines) people.push(unpackPerson(line))
      await breathe()
      if (people.length + 1_024 < segmentSize) continue
      await resident.apply(byId(people))
      people = []
    }
    if (people.length > 0) await resident.apply(byId(people))
    // Asked before the rows are read: whoever is registered in between is among them.
    const isExpected = resident.people === 0 && (await hasAny(within, 'Patient'))
    const looked = await deltas.readSince(within.tx, '0')
    // Folded while it was read: what was in the rows is in the blocks by now.
    if (!isWhole || looked.generation !== generation) continue
    // Nobody, where there are patients: rows are left out of backups, and so are blocks.
    if (isExpected && looked.rows.length === 0 && !looked.mine) throw new DirectoryDamaged(generation)
    return apply(within, { resident, generation, position: '0', applied: new Map(), once: false }, looked)
  }
  throw new SealBroken('payload')
}

const byId = (people: Person[]) => new Map(people.map((person) => [person.id, person]))

async function apply(within: Within, loaded: Loaded, { rows, next, mine }: Looked): Promise<Loaded> {
  const keyOf = indexKeysOf(within)
  const breathe = breather()
  const news = rows.filter((row) => loaded.applied.get(row.patient) !== row.xid)
  for (let from = 0; from < news.length; from += segmentSize) {
    const changes = new Map<string, Person | null>()
    for (const row of news.slice(from, from + segmentSize)) {
      changes.set(row.patient, openDelta(within, await keyOf(row.index_key), row))
      await breathe()
    }
    await loaded.resident.apply(changes)
  }
  const applied = new Map(rows.map((row: DeltaRow) => [row.patient, row.xid]))
  return { ...loaded, position: next, applied, once: mine }
}
