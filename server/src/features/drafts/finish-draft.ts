import type { Note } from '@candour/contract/notes.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { emit } from '../events/emit.ts'
import { writeNote } from '../notes/write-note.ts'
import { lockDraft } from './draft.ts'
import { drafts } from './drafts.store.ts'

/**
 * The draft becomes a version of a note in the patient's compartment, sealed under the patient's key; the draft's own
 * key is destroyed. Throws `draft.not_found`, `draft.no_patient`, `draft.empty`, `record.changed_meanwhile`.
 */
export async function finishDraft(call: Call<{ id: string; baseRevision: number }>): Promise<Outcome<Note>> {
  const { row, facts } = await lockDraft(call)
  if (row.discarded_at !== null) throw new AppError('draft.not_found')
  if (row.revision !== call.input.baseRevision) throw new AppError('record.changed_meanwhile')
  if (facts.patient === null) throw new AppError('draft.no_patient')
  const sections = facts.sections.filter((section) => section.text.trim() !== '')
  if (sections.length === 0) throw new AppError('draft.empty')
  const title = facts.title.trim() === '' ? 'Note' : facts.title
  const id = facts.amends?.note ?? newId()
  const version = (facts.amends?.version ?? 0) + 1
  const note = await writeNote(call, { id, version, patient: facts.patient, title, sections })
  await drafts.remove(call.tx, row.draft)
  await destroyCompartment(call, row.compartment, 'copy')
  emit(call, { kind: 'note.finished', patient: facts.patient, object: id, member: call.actor.member })
  return { output: note, subjects: [facts.patient] }
}
