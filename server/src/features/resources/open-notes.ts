import type { Within } from '../../platform/http/endpoint.ts'
import { listNotes, readNoteHashes } from './chart.store.ts'
import { openRow, type OpenedResource } from './read-resource.ts'

type Asked = { id: string; version: number }[]

/** These versions of notes, those of more than 64 kB left out. SealBroken where one is not the one that was marked. */
export async function openNotesOf(within: Within, asked: Asked): Promise<OpenedResource[]> {
  const rows = await listNotes(within.tx, asked)
  return Promise.all(rows.map((row) => openRow(within, row)))
}

/** SHA-256 of the sealed bytes of each as they lie in the database at this moment, one behind the other. */
export function hashNotesOf({ tx }: Within, asked: Asked): Promise<Buffer> {
  return readNoteHashes(tx, asked)
}
