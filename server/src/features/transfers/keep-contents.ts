import { errors } from '@candour/contract/errors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { keepBlob, openBlob, writeLooseBlob } from '../files/loose-blob.ts'
import { mediaTypeOf, sniffed } from '../files/media-type.ts'
import { readVersionOf } from '../resources/read-resource.ts'
import { askerFor, runChunk, type Running } from './run-chunk.ts'
import type { Source, SourceContent } from './source.ts'
import { addPart, openTransfer, type TransferFacts } from './transfer-facts.ts'
import { transfers } from './transfers.store.ts'

/** The contents of documents, under the ids that they had; what is there already stays. Null when there are none. */
export async function keepContents(running: Running, { contents }: Source): Promise<TransferFacts | null> {
  let latest: TransferFacts | null = null
  for (const content of contents) {
    running.signal.throwIfAborted()
    latest = (await keepContent(running, content)) ?? latest
  }
  return latest
}

async function keepContent(running: Running, content: SourceContent): Promise<TransferFacts | null> {
  const { practice, blobs, inPractice, keysOf, vault, clock } = running
  const home = await inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const row = (await transfers.read(tx, running.transfer))!
    tx.asker = askerFor(openTransfer(within, row), within.now)
    return homeOf(within, content.blob)
  })
  if (home === 'there') return null
  const mediaType = await mediaTypeOf(await startOf(content)).catch((error: unknown) => {
    if (error instanceof AppError) return null
    throw error
  })
  const reason =
    home === 'deleted'
      ? errors['patient.deleted'][1]
      : home === null
        ? 'No document of the import says whose this is.'
        : 'Candour keeps no file of this kind.'
  const key = mediaType === null || home === 'deleted' ? null : home
  const loose = { practice, content: newId(), blob: content.blob, name: content.shownName, mediaType: mediaType ?? '' }
  const written =
    key === null
      ? null
      : await writeLooseBlob(blobs, { ...loose, key }, content.read(0), { expectedSize: content.size })
  const { facts } = await runChunk(
    running,
    { verb: 'transfer.import', outcome: 'changed' },
    async (within, facts, row) => {
      if (key === null || written === null) {
        await addPart(within, row, 'refused', [{ file: content.name, line: 1, location: '', reason }])
        facts.refused += 1
        return {}
      }
      await openCompartment(within, key.compartment)
      await keepBlob(within, { ...loose, key }, written)
      return {}
    },
  )
  return facts
}

/**
 * Where the contents of a document are sealed: with the document. `there`: they are there already. `deleted`: its patient was
 * deleted.
 */
async function homeOf(within: Within, blob: string): Promise<CompartmentKey | 'there' | 'deleted' | null> {
  const document = await readVersionOf(within, 'DocumentReference', blob)
  if (document === null || document.deleted) return null
  if ((await openBlob(within, blob)) !== null) return 'there'
  const key = await openCompartment(within, document.compartment)
  return within.tx.deleted.size > 0 ? 'deleted' : key
}

async function startOf(content: SourceContent): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of content.read(0)) {
    parts.push(Buffer.from(part))
    length += part.length
    if (length >= sniffed) break
  }
  return Buffer.concat(parts).subarray(0, sniffed)
}
