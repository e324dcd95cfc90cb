import type { Note } from '@candour/contract/notes.ts'
import type { TouchedRecord } from '../../platform/database/transaction.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { FhirResource } from '../resources/check-resource.ts'
import type { Listing } from '../resources/list-summaries.ts'
import { hashNotesOf, openNotesOf } from '../resources/open-notes.ts'
import { mayAmend, noteOf, showNote } from './open-note.ts'

/** Notes as they were read, whoever asks. */
interface NotesRead {
  asked: { id: string; version: number }[]
  notes: Omit<Note, 'can'>[]
  /** SHA-256 of the sealed bytes of each, one behind the other. */
  hashes: Buffer
  records: TouchedRecord[]
}

/**
 * These notes of a record, whole; those of more than 64 kB are left out, and read one by one. Each is put on the entry as
 * opened. What was read before is taken from memory when the database holds the same bytes of each as then, hashed there
 * at this moment (P33, decision 0015).
 */
export async function readNotes(
  call: Call<unknown>,
  key: CompartmentKey,
  listing: Listing,
  asked: { id: string; version: number }[],
): Promise<Note[]> {
  if (asked.length === 0) return []
  const { print } = listing
  const place = { table: 'candour.resource', field: 'notes', record: key.compartment, revision: 1, schema: 1 }
  const kept = call.vault.findReading<NotesRead>(key, place, print)
  if (kept !== undefined && kept.hashes.equals(await hashNotesOf(call, kept.asked))) {
    call.tx.records.push(...kept.records)
    return withActs(call, kept.notes)
  }
  const { read, isWithin } = await openNotes(call, key, listing, asked)
  const bytes = read.notes.reduce((sum, note) => sum + 600 + 2 * JSON.stringify(note).length, 0)
  if (isWithin) call.vault.keepReading(key, place, print, read, bytes)
  return withActs(call, read.notes)
}

async function openNotes(call: Call<unknown>, key: CompartmentKey, listing: Listing, asked: NotesRead['asked']) {
  const opened = await openNotesOf(call, asked)
  const owners = call.tx.touched.size
  const listed = new Map(listing.resources.flatMap((one) => (one.type === 'Composition' ? [[one.id, one]] : [])))
  const shown = opened.map(async ({ id, version, bytes, key: own }) => {
    const resource = JSON.parse(bytes.toString()) as FhirResource
    const note = { id, version, patient: key.compartment, resource }
    return version === 1 ? noteOf(note, [listed.get(id)!]) : showNote(call, own, note)
  })
  const read: NotesRead = {
    asked: opened.map(({ id, version }) => ({ id, version })),
    notes: await Promise.all(shown),
    hashes: Buffer.concat(opened.map(({ hash }) => Buffer.from(hash, 'hex'))),
    records: opened.map(({ type, id, version, hash }) => ({ type, id, version, hash })),
  }
  // An older version in another's compartment is not in the print of this one.
  return { read, isWithin: call.tx.touched.size === owners }
}

function withActs(call: Call<unknown>, notes: NotesRead['notes']): Note[] {
  return notes.map((note) => ({ ...note, can: mayAmend(call, note) }))
}
