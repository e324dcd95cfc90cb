import { exportHours } from '@candour/contract/transfers.ts'
import { newId } from '../../platform/vault/ids.ts'
import { sealForOutside } from '../../platform/vault/seal-for-outside.ts'
import { dropBlob, keepBlob, writeLooseBlob } from '../files/loose-blob.ts'
import { exportEntries } from './export-entries.ts'
import { openParts } from './open-parts.ts'
import { askerFor, runChunk, type Running } from './run-chunk.ts'
import { transferKey } from './transfer-compartment.ts'
import { listParts, openTransfer, type ExportPart, type TransferFacts } from './transfer-facts.ts'
import { transfers, type TransferRow } from './transfers.store.ts'
import { zipOf } from './write-export.ts'

/** Packs what was gathered into one file, sealed for outside if that was asked for. Killed in between, it packs again. */
export async function packExport(running: Running): Promise<TransferFacts> {
  const { practice, inPractice, transfer, keysOf, vault, clock, blobs, signal } = running
  const opened = await inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const row = (await transfers.read(tx, transfer))!
    const facts = openTransfer(within, row)
    tx.asker = askerFor(facts, within.now)
    return { ...(await openParts(within, row, facts)), facts, key: await transferKey(within, row) }
  })
  const { parts, head, key, facts: before } = opened
  const zip = zipOf(exportEntries(blobs, parts, head), new Date(head.at))
  const { passphrase } = before
  const loose = { practice, key, blob: newId(), content: newId(), name: fileName(before, head.at), mediaType: '' }
  const written = await writeLooseBlob(blobs, loose, passphrase === null ? zip : sealForOutside(zip, { passphrase }), {
    signal,
  })
  const { facts } = await runChunk(running, { verb: 'transfer.pack', outcome: 'changed' }, async (within, now, row) => {
    await keepBlob(within, loose, written)
    await dropPieces({ ...running, within }, row)
    now.content = { blob: loose.blob, name: loose.name, size: written.size }
    now.passphrase = null
    const endedAt = clock.now()
    return {
      state: 'done',
      ended_at: endedAt,
      expires_at: new Date(endedAt.getTime() + exportHours * 3_600_000),
    }
  })
  return facts
}

function fileName({ passphrase }: TransferFacts, at: string): string {
  return `candour-export-${at.slice(0, 10)}.zip${passphrase === null ? '' : '.age'}`
}

/** The pieces of which the file was made are needed no more; documents' own contents stay, of course. */
async function dropPieces(
  { within, blobs }: Pick<Running, 'blobs'> & { within: Parameters<typeof dropBlob>[0] },
  row: TransferRow,
): Promise<void> {
  for (const part of await listParts<ExportPart>(within, row, 'bytes', 'collect'))
    if (part.part !== 'file') await dropBlob(within, blobs, part.blob)
  await transfers.dropParts(within.tx, row.transfer, 'bytes')
}
