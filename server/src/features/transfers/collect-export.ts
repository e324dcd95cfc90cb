import { Readable } from 'node:stream'
import { spareMemory } from '../../platform/spare-memory.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { keepBlob, openBlob, writeLooseBlob } from '../files/loose-blob.ts'
import { openMany, type OpenedMany } from '../resources/open-many.ts'
import { restoreOrigins } from '../resources/origins.ts'
import { breather } from '../../platform/breathe.ts'
import { addressOfFile, exportPages, pathOfFile } from './export-pages.ts'
import { runChunk, type Running } from './run-chunk.ts'
import { transferKey } from './transfer-compartment.ts'
import { addPart, type Cursor, type TransferFacts } from './transfer-facts.ts'
import type { TransferRow } from './transfers.store.ts'
import { textAt, walkObject } from './walk-json.ts'

const mostResources = 400
/** Above this the next chunk takes fewer. */
const mostBytes = 2 * 1024 ** 2
const patients = 20

/**
 * Gathers an export, chunk by chunk, as sealed bytes beside the record. Each chunk is entered with every patient whose
 * record was opened, long before a byte of it leaves.
 */
export async function collectExport(running: Running, facts: TransferFacts): Promise<TransferFacts> {
  let latest = facts
  let most = 50
  while (latest.cursor?.stage !== 'done') {
    running.signal.throwIfAborted()
    let bytes = 0
    const chunk = await runChunk(running, { verb: 'transfer.export', outcome: 'opened' }, async (within, now, row) => {
      const cursor: Cursor = now.cursor ?? { stage: 'resources', after: null }
      const key = await transferKey(within, row)
      const gathering = { running, within, key, row }
      if (cursor.stage === 'pages') {
        now.cursor = await gatherPages(gathering, now.patient, cursor)
        now.leftOut = stillLeftOut(now, within)
        return {}
      }
      const { resources, next } = await openMany(within, { patient: now.patient, after: cursor.after, most })
      bytes = await gatherResources(gathering, resources)
      now.leftOut = stillLeftOut(now, within)
      now.cursor = next === null ? { stage: 'pages', after: null } : { stage: 'resources', after: next }
      return { done: row.done + resources.length }
    })
    spareMemory(2 * bytes)
    if (bytes < mostBytes / 2) most = Math.min(mostResources, most * 2)
    if (bytes > mostBytes) most = Math.max(1, Math.floor(most / 4))
    latest = chunk.facts
  }
  return latest
}

/** By what was opened at its turn, not by what was hidden when the export began: a glass may have been broken since. */
function stillLeftOut({ leftOut = [] }: TransferFacts, { tx }: Within): string[] {
  return leftOut.filter((patient) => !tx.touched.has(patient))
}

interface Gathering {
  running: Running
  within: Within
  key: CompartmentKey
  row: TransferRow
}

const uuidOfOthers = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-79a-f]/

async function gatherResources(gathering: Gathering, resources: OpenedMany['resources']): Promise<number> {
  const breathe = breather()
  const groups = new Map<string, { type: string; uuid: boolean; lines: { id: string; bytes: Buffer }[] }>()
  let size = 0
  for (const { type, id, bytes, origins } of resources) {
    await breathe()
    // A UUID stands for itself; any other id has a token in the shape of a UUIDv8, and is known from the resource alone.
    const uuid = uuidOfOthers.test(id)
    const fhirId = uuid ? id : await idIn(bytes)
    const group = groups.get(`${type} ${uuid}`) ?? { type, uuid, lines: [] }
    groups.set(`${type} ${uuid}`, group)
    group.lines.push({ id: fhirId, bytes: onOneLine(restoreOrigins(bytes, origins)) })
    size += bytes.length
    if (type === 'DocumentReference') await gatherFile(gathering, id, bytes)
  }
  for (const { type, uuid, lines } of groups.values()) {
    if (!uuid) lines.sort((one, other) => (one.id < other.id ? -1 : 1))
    const whole = lines.map((line) => Buffer.concat([Buffer.from(`${line.id}\t`), line.bytes, Buffer.from('\n')]))
    await keepPiece(gathering, Buffer.concat(whole), { part: 'lines', type, uuid, count: lines.length })
  }
  return size
}

async function idIn(bytes: Buffer): Promise<string> {
  return textAt(bytes, (await walkObject(bytes)).values.get('id'))!
}

/** NDJSON has one resource a line. JSON has no line breaks within texts, so any is space between elements. */
function onOneLine(bytes: Buffer): Buffer {
  if (!bytes.includes(0x0a) && !bytes.includes(0x0d)) return bytes
  const line = Buffer.from(bytes)
  for (const [place, byte] of line.entries()) if (byte === 0x0a || byte === 0x0d) line[place] = 0x20
  return line
}

/** A document's own contents, which have its id: whatever else an address in it names may be somebody else's. */
async function gatherFile({ within, row }: Gathering, blob: string, document: Buffer): Promise<void> {
  if (!document.includes(addressOfFile(blob))) return
  const opened = await openBlob(within, blob)
  if (opened === null) return
  const { name, size } = opened
  await addPart(within, row, 'bytes', { part: 'file', path: pathOfFile(blob, name), blob, size, name })
}

async function gatherPages(gathering: Gathering, patient: string | null, cursor: Cursor): Promise<Cursor> {
  const { lines, next } = await exportPages(gathering.within, patient, cursor.after, patients)
  if (lines.length > 0) await keepPiece(gathering, Buffer.from(lines.join('')), { part: 'pages' })
  return next === null ? { stage: 'done', after: null } : { stage: 'pages', after: next }
}

type Piece = { part: 'lines'; type: string; uuid: boolean; count: number } | { part: 'pages' }

async function keepPiece({ running, within, key, row }: Gathering, bytes: Buffer, piece: Piece): Promise<void> {
  const { practice, blobs } = running
  const loose = { practice, key, blob: newId(), content: newId(), name: '', mediaType: '' }
  const written = await writeLooseBlob(blobs, loose, Readable.from([bytes]))
  await keepBlob(within, loose, written)
  await addPart(within, row, 'bytes', { ...piece, blob: loose.blob, size: bytes.length })
}
