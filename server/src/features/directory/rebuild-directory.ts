import { breather } from '../../platform/breathe.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { peopleAfter, personNow } from '../patients/people-after.ts'
import { resourceId } from '../resources/resource-id.ts'
import { hashOfBlocks, writeBlocks } from './block.ts'
import { openDelta } from './delta.ts'
import { blocks, deltas, indexKeys, rebuilds } from './directory.store.ts'
import { foldSoon } from './fold-soon.ts'
import { indexKeysOf } from './index-key.ts'
import { packPerson } from './person.ts'
import { lockRebuild, sealProgress, type RebuildState } from './rebuild-state.ts'
import { listPeople } from './write-deltas.ts'

const found = 'What the finder knows of the patients was altered or missing, as it is after a restore.'
/** One of each stands open, however often it happens. */
const noticeOf = (within: Within, what: 'begun' | 'made') => resourceId(within, 'Notice', `finder ${what}`)
/** Patients in one transaction: about 0.3 s of work. */
const atOnce = 1_000

/**
 * Makes a practice's directory again from its patients, step by step: whoever finds it begun goes on where it stands.
 * @param damaged the generation that was found damaged, `now` for whichever there is; null only goes on
 */
export async function rebuildDirectory(
  work: PracticeWork,
  practice: string,
  damaged: number | 'now' | null,
  isStopping: () => boolean = () => false,
): Promise<void> {
  const step = (act: (within: Within) => Promise<true | null>) => work(practice, 'directory.rebuild', act)
  if (damaged !== null) await step((within) => begin(within, damaged))
  while (!isStopping() && (await step(goOn)) !== null);
}

/** Null when it goes on already, or when what was damaged is replaced by now. */
async function begin(within: Within, damaged: number | 'now'): Promise<true | null> {
  const { tx } = within
  await indexKeys.lock(tx)
  const { generation } = await blocks.mark(tx)
  if ((damaged !== 'now' && generation !== damaged) || (await rebuilds.goesOn(tx))) return null
  await dropBlocks(within, (one) => one > generation)
  const key = await createCompartment(within, 'index')
  const progress = { after: null, position: await rebuilds.horizon(tx), closed: 0 }
  const sealed = sealProgress(within, key, generation + 1, progress, [])
  await rebuilds.begin(tx, { index_key: key.compartment, generation: generation + 1, sealed })
  await addNotice(
    within,
    'The finder is being made again',
    `${found} It is being made again from the records themselves; until that is done the finder says so.`,
    noticeOf(within, 'begun'),
  )
  return true
}

/** The next thousand patients, and after the last the new blocks take the place of the old. Null when nothing is to be done. */
async function goOn(within: Within): Promise<true | null> {
  const { tx } = within
  let state: RebuildState | null
  try {
    state = await lockRebuild(within)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    // Whoever looks next begins afresh.
    await rebuilds.end(tx)
    return true
  }
  if (state === null) return null
  const { key, generation, position } = state
  const { people, closed, last } = await peopleAfter(within, state.after, atOnce)
  const lines = new Map(people.map((one) => [one.id, packPerson(one)]))
  const made = [...state.made, ...(await writeBlocks(within, key, generation, lines))]
  const progress = { after: last, position, closed: state.closed + closed }
  if (last === null) await finish(within, { ...state, ...progress, made })
  else await rebuilds.move(tx, sealProgress(within, key, generation, progress, made))
  return true
}

async function finish(within: Within, { key, generation, position, closed, made }: RebuildState): Promise<void> {
  const { tx, vault } = within
  const { directory } = await indexKeys.lock(tx)
  await dropBlocks(within, (one) => one !== generation)
  await deltas.dropBefore(tx, position)
  await listAgain(within, key)
  await blocks.insertMark(tx, generation, key.compartment, hashOfBlocks(vault, made))
  await blocks.setFolded(tx, null)
  await indexKeys.replace(tx, directory, key.compartment)
  await rebuilds.end(tx)
  await foldSoon(within)
  const left =
    closed === 0
      ? 'Everybody can be found.'
      : `${closed} ${closed === 1 ? 'record' : 'records'} could not be opened and cannot be found by name: they were altered outside Candour.`
  await withdrawNotice(within, noticeOf(within, 'begun'))
  const text = `${found} It was made from the records themselves. ${left} If nobody restored a backup, ask whoever runs the server who could reach its database.`
  await addNotice(within, 'The finder was made again', text, noticeOf(within, 'made'))
}

async function dropBlocks({ tx }: Within, isDropped: (generation: number) => boolean): Promise<void> {
  const dropped = (await blocks.list(tx)).filter(({ generation }) => isDropped(generation))
  await blocks.drop(
    tx,
    dropped.map(({ block }) => block),
  )
}

/** Rows that were written meanwhile under a key that doesn't open, or were altered: once more, from the record. */
async function listAgain(within: Within, key: CompartmentKey): Promise<void> {
  const keyOfRow = indexKeysOf(within)
  const breathe = breather()
  for (const row of await deltas.all(within.tx)) {
    await breathe()
    try {
      openDelta(within, await keyOfRow(row.index_key), row)
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      const now = await orNull(personNow(within, row.patient))
      if (now === null) await deltas.drop(within.tx, [row])
      else await listPeople(within, [now], key)
    }
  }
}

/** What was altered or erased is nothing here. */
async function orNull<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof SealBroken || (error instanceof AppError && error.code === 'resource.gone')) return null
    throw error
  }
}
