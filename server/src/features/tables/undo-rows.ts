import type { RowFinding } from '@candour/contract/tables.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { draftedPatients } from '../drafts/drafted-patients.ts'
import { hasBlobs } from '../files/loose-blob.ts'
import { keepDeletion } from '../resources/delete-resource.ts'
import { openMany } from '../resources/open-many.ts'
import { readVersionOf } from '../resources/read-resource.ts'
import { runChunk, type Running } from '../transfers/run-chunk.ts'
import type { TransferFacts } from '../transfers/transfer-facts.ts'
import type { TransferRow } from '../transfers/transfer-parts.ts'
import { personOf } from './judge-row.ts'
import { addTablePart, listTableParts, type CreatedRow } from './sealed-parts.ts'
import type { FhirResource } from '../resources/check-resource.ts'

/** Patients of one transaction. */
const mostOfChunk = 50

/**
 * Deletes the patients whom this import registered, as far as nobody has changed or added to them since; those stay, and
 * are listed with the reason. A FHIR delete: the history stays, and the ledger says which import was undone.
 */
export async function undoRows(running: Running, row: TransferRow, facts: TransferFacts): Promise<void> {
  const created = await running.inPractice(running.practice, async (tx) => {
    const within = { tx, vault: running.vault, keys: await running.keysOf(tx), now: running.clock.now() }
    return (await listTableParts(within, row, 'created', 'keep')).flat()
  })
  for (let done = facts.position?.line ?? 0; done < created.length; done += mostOfChunk) {
    running.signal.throwIfAborted()
    await undoChunk(running, created.slice(done, done + mostOfChunk), done)
  }
}

async function undoChunk(running: Running, created: readonly CreatedRow[], before: number): Promise<void> {
  await runChunk(running, { verb: 'transfer.undo', outcome: 'changed' }, async (within, now, row) => {
    const stayed: RowFinding[] = []
    const drafted = await draftedPatients(within, row.created_at)
    for (const one of created) {
      const finding = await undoOne(within, one, drafted)
      if (finding !== null) stayed.push(finding)
    }
    const undone = now.table!.undone ?? { removed: 0, stayed: 0 }
    now.table!.undone = {
      removed: undone.removed + created.length - stayed.length,
      stayed: undone.stayed + stayed.length,
    }
    const line = before + created.length
    now.position = { pass: 2, file: 0, offset: 0, line }
    if (stayed.length > 0) await addTablePart(within, row, 'rows', stayed)
    return { done: line }
  })
}

/** Null once the patient is deleted; else why they stay. */
async function undoOne(
  within: Within,
  { line, patient, version }: CreatedRow,
  drafted: ReadonlySet<string>,
): Promise<RowFinding | null> {
  const newest = await readVersionOf(within, 'Patient', patient)
  if (newest === null || newest.deleted) return null
  const resource = JSON.parse(newest.bytes.toString()) as FhirResource
  const stays = (reason: string): RowFinding => ({
    line,
    what: 'stayed',
    person: personOf({ resource }),
    column: '',
    reason,
    patient,
  })
  if (newest.version !== version) return stays('Somebody has changed this patient since.')
  const { resources } = await openMany(within, { patient, after: null, most: 2 })
  if (resources.some(({ type }) => type !== 'Patient'))
    return stays('The record of this patient holds something by now.')
  if (drafted.has(patient)) return stays('Somebody writes a note about this patient.')
  if (await hasBlobs(within.tx, patient)) return stays('Somebody adds a file to this patient.')
  await keepDeletion(within, newest, resource.id!)
  return null
}
