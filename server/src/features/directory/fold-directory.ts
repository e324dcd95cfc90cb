import type { Within } from '../../platform/http/endpoint.ts'
import { breather } from '../../platform/breathe.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { hashOfBlocks, writeBlocks, type Lines } from './block.ts'
import { openDelta } from './delta.ts'
import { blocks, deltas, indexKeys, rebuilds, type BlockRow, type DeltaRow } from './directory.store.ts'
import { foldSoon } from './fold-soon.ts'
import { indexKeysOf } from './index-key.ts'
import { packPerson } from './person.ts'
import { listMarkedBlocks, openBlocks } from './read-blocks.ts'

/** Rows folded in one transaction, at most: each rewrites nearly all blocks, some 25 MB for 100,000 patients. */
const mostAtOnce = 20_000
/** Blocks opened together when all of them are rewritten. */
const group = 8

/**
 * Folds what was written since into the blocks, and replaces the index key when it is older than 30 days or somebody was
 * erased; destroys replaced keys that nothing names any more. Null when there was nothing to do; else there may be more.
 */
export async function foldDirectory(within: Within): Promise<true | null> {
  const { tx, vault } = within
  const { directory, is_old: isOld } = await indexKeys.lock(tx)
  // Made again from the patients: what is written meanwhile is folded afterwards.
  if (await rebuilds.goesOn(tx)) return null
  const left = await indexKeys.dropUnused(tx)
  for (const key of left) await destroyCompartment(within, key, 'copy')
  const rows = (await deltas.first(tx, mostAtOnce)).toSorted((a, b) => (a.patient < b.patient ? -1 : 1))
  const renew = isOld || (await deltas.anyErased(tx))
  if (rows.length === 0 && !renew) return left.length > 0 ? true : null

  const keyOf = indexKeysOf(within)
  const { generation, rows: before } = await listMarkedBlocks(within)
  const key = renew ? await createCompartment(within, 'index') : await keyOf(directory)
  const stay: BlockRow[] = []
  const written: BlockRow[] = []
  const replaced: string[] = []
  let from = 0
  for (const { old, until } of rangesOf(before, renew ? group : 1)) {
    const first = from
    while (from < rows.length && (until === null || rows[from]!.patient < until)) from++
    const changed = rows.slice(first, from)
    if (changed.length === 0 && !renew) {
      stay.push(...old)
      continue
    }
    const lines: Lines = new Map()
    for await (const opened of openBlocks(within, keyOf, old)) {
      if (opened === null) throw new Error('a block went while the directory was locked')
      for (const line of opened.lines) lines.set(idOf(line), line)
    }
    await apply(within, keyOf, lines, changed)
    replaced.push(...old.map((row) => row.block))
    written.push(...(await writeBlocks(within, key, generation + 1, lines)))
  }
  await blocks.drop(tx, replaced)
  await deltas.drop(tx, rows)
  await blocks.insertMark(tx, generation + 1, key.compartment, hashOfBlocks(vault, [...stay, ...written]))
  // Whoever is erased leaves every node's memory: it is read afresh.
  await blocks.setFolded(tx, renew ? null : lastOf(rows))
  if (renew) await indexKeys.replace(tx, directory, key.compartment)
  return true
}

/** The same as a job: as long as there is something to fold, another follows. */
export async function foldAsJob(within: Within): Promise<void> {
  if ((await foldDirectory(within)) !== null) await foldSoon(within)
}

/** Blocks in the order of their patients, `size` at a time, and the patient before whom they end; one where there are none. */
function* rangesOf(rows: BlockRow[], size: number): Generator<{ old: BlockRow[]; until: string | null }> {
  if (rows.length === 0) yield { old: [], until: null }
  for (let at = 0; at < rows.length; at += size)
    yield { old: rows.slice(at, at + size), until: rows[at + size]?.first_patient ?? null }
}

async function apply(
  within: Within,
  keyOf: ReturnType<typeof indexKeysOf>,
  lines: Lines,
  changed: DeltaRow[],
): Promise<void> {
  const breathe = breather()
  for (const row of changed) {
    await breathe()
    const person = openDelta(within, await keyOf(row.index_key), row)
    if (person === null) lines.delete(row.patient)
    else lines.set(row.patient, packPerson(person))
  }
}

function lastOf(rows: DeltaRow[]): string {
  return rows
    .map(({ xid }) => BigInt(xid))
    .reduce((one, other) => (one > other ? one : other))
    .toString()
}

/** A line begins with the id: `["018f...",`. */
function idOf(line: string): string {
  return line.slice(2, line.indexOf('"', 2))
}
