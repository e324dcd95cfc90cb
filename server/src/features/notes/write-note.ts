import type { Note } from '@candour/contract/notes.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { authorOf } from '../members/author-of.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { spliceMeta } from '../resources/splice-meta.ts'
import { previewOf } from '../resources/preview-of.ts'
import { writeResource } from '../resources/write-resource.ts'
import { toComposition, type NoteText } from './composition.ts'
import { mayAmend, showNote } from './open-note.ts'

export interface NoteToWrite extends NoteText {
  id: string
  version: number
  patient: string
}

/** Seals a version of a note. Throws `record.changed_meanwhile` when the note has that version already. */
export async function writeNote(call: Call<unknown>, note: NoteToWrite): Promise<Note> {
  const { actor, now } = call
  const { id, version, patient, title, sections } = note
  const key = await openPatientKey(call, patient)
  const author = await authorOf(call, actor)
  const status = version === 1 ? 'final' : 'amended'
  const resource = toComposition({ patient, author, at: now, status, title, sections })
  const bytes = spliceMeta(Buffer.from(JSON.stringify(resource)), { id, version, lastUpdated: now })
  const preview = previewOf(sections.map((section) => section.text).join('\n'))
  const summary = { kind: 'note', title, at: now.toISOString(), author, preview } as const
  writeResource(call, key, { type: 'Composition', id, version, bytes, summary })
  const written = await showNote(call, key, { id, version, patient, resource })
  return { ...written, can: mayAmend(call, written) }
}
