import type { Draft } from '@candour/contract/drafts.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { lockDraft, sealDraft, showDraft } from './draft.ts'
import { drafts } from './drafts.store.ts'

/** Gives a draft its patient (or another one, before it is finished). Throws `draft.not_found`, `patient.not_found`, `record.changed_meanwhile`. */
export async function fileDraft(
  call: Call<{ id: string; patient: string; baseRevision: number }>,
): Promise<Outcome<Draft>> {
  const { input, tx, actor } = call
  const { row, key, facts } = await lockDraft(call)
  if (row.revision !== input.baseRevision || facts.amends !== null) throw new AppError('record.changed_meanwhile')
  const patient = (await openPatientKey(call, input.patient)).compartment
  const filed = { ...facts, patient }
  const revision = row.revision + 1
  const saved = await drafts.save(
    tx,
    row.draft,
    actor.member,
    revision,
    sealDraft(call, key, row.draft, revision, filed),
  )
  const before = facts.patient === null ? [] : [facts.patient]
  return { output: showDraft({ row: saved, facts: filed }), subjects: [patient, ...before] }
}
