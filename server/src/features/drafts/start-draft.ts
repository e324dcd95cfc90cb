import type { Draft } from '@candour/contract/drafts.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { createCompartment } from '../compartments/create-compartment.ts'
import { openNote } from '../notes/open-note.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { openOwnDraft, sealDraft, showDraft, subjectsOf, type DraftFacts } from './draft.ts'
import { drafts } from './drafts.store.ts'

export interface DraftText {
  title: string
  sections: { heading: string; text: string }[]
  device: string
}
type Start = DraftText & { id?: string | undefined; patient: string | null; amends?: { note: string } | undefined }

/** Started twice with one id, it is one draft. Throws `patient.not_found`, `note.not_found`. */
export async function startDraft(call: Call<Start>): Promise<Outcome<Draft>> {
  const { input, tx, actor } = call
  const amended = input.amends === undefined ? null : await openNote(call, input.amends.note)
  const named = input.patient === null ? null : (await openPatientKey(call, input.patient)).compartment
  if (amended !== null && named !== null && named !== amended.patient)
    throw new AppError('input.invalid', [{ path: 'patient', message: 'The note belongs to another patient.' }])
  const patient = amended?.patient ?? named
  const draft = input.id ?? newId()
  const { title, sections, device } = input
  const amends = amended === null ? null : { note: amended.id, version: amended.version }
  const facts: DraftFacts = { patient, title, sections, amends, device, splitFrom: null }
  const before = input.id === undefined ? null : await drafts.read(tx, draft, actor.member)
  if (before !== null) {
    const opened = await openOwnDraft(call, before)
    return { output: showDraft(opened), subjects: subjectsOf(opened.facts) }
  }
  return { output: await addDraft(call, draft, facts), subjects: subjectsOf(facts) }
}

export async function addDraft(call: Call<unknown>, draft: string, facts: DraftFacts): Promise<Draft> {
  const key = await createCompartment(call, 'unfiled')
  const row = await drafts.insert(
    call.tx,
    draft,
    call.actor.member,
    key.compartment,
    sealDraft(call, key, draft, 1, facts),
  )
  // Another member's draft has this id: nothing about it is told.
  if (row === null) throw new AppError('record.changed_meanwhile')
  return showDraft({ row, facts })
}
