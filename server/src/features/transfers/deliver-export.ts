import { stat } from 'node:fs/promises'
import { sealForOutside, type Outside } from '../../platform/vault/seal-for-outside.ts'
import { exportEntries } from './export-entries.ts'
import { openParts } from './open-parts.ts'
import { askerFor, runChunk, type Running } from './run-chunk.ts'
import { letGoOfBytes } from './transfer-compartment.ts'
import { openTransfer } from './transfer-facts.ts'
import { transfers } from './transfers.store.ts'
import { writeFolder, writeWhole, zipOf } from './write-export.ts'

/** Where a command writes an export. */
export interface Target {
  path: string
  kind: 'folder' | 'zip'
  seal: Outside | null
}

/** Writes what was gathered, which is entered by then, and lets go of it. Killed in between, it writes again. */
export async function deliverExport(running: Running, target: Target): Promise<{ resources: number; size: number }> {
  const { practice, inPractice, transfer, keysOf, vault, clock, blobs } = running
  const { parts, head } = await inPractice(practice, async (tx) => {
    const within = { tx, vault, keys: await keysOf(tx), now: clock.now() }
    const row = (await transfers.read(tx, transfer))!
    const facts = openTransfer(within, row)
    tx.asker = askerFor(facts, within.now)
    return openParts(within, row, facts)
  })
  const entries = exportEntries(blobs, parts, head)
  if (target.kind === 'folder') await writeFolder(target.path, entries)
  else {
    const zip = zipOf(entries, new Date(head.at))
    await writeWhole(target.path, target.seal === null ? zip : sealForOutside(zip, target.seal))
  }
  await runChunk(running, { verb: 'transfer.pack', outcome: 'changed' }, async (within, _, row) => {
    await transfers.dropParts(within.tx, transfer, 'bytes')
    return { ...(await letGoOfBytes(within, blobs, row)), state: 'done', ended_at: clock.now() }
  })
  const resources = parts.reduce((sum, { part }) => sum + (part.part === 'lines' ? part.count : 0), 0)
  const whole = parts.reduce((sum, { part }) => sum + part.size, 0)
  return { resources, size: target.kind === 'zip' ? (await stat(target.path)).size : whole }
}
