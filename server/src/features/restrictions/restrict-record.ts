import type { Restriction } from '@candour/contract/restrictions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { sealBeside } from '../compartments/admission.ts'
import { readRestriction } from '../compartments/read-restriction.ts'
import { emit } from '../events/emit.ts'
import { approvedMembers } from '../members/approved-members.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { writeRestriction } from './restrictions.store.ts'
import { restrictionOf, whyNotChanged } from './show-restriction.ts'

interface Asked {
  id: string
  reason: string
  baseRevision: number
}

/**
 * From now on the record opens to the named alone; who restricts it need not be one of them. Everybody named is an approved
 * member, so there is always somebody. Throws `patient.not_found`, `member.not_found`, `restriction.by_glass`,
 * `restriction.above_own_level`, `record.changed_meanwhile`.
 */
export async function restrictRecord(call: Call<Asked & { members: string[] }>): Promise<Outcome<Restriction>> {
  const members = [...new Set(call.input.members)]
  const approved = new Set((await approvedMembers(call)).map(({ member }) => member))
  if (!members.every((member) => approved.has(member))) throw new AppError('member.not_found')
  return change(call, members)
}

/** The record opens to all who may open records, as before. Throws the same. */
export function liftRestriction(call: Call<Asked>): Promise<Outcome<Restriction>> {
  return change(call, [])
}

async function change(call: Call<Asked>, members: string[]): Promise<Outcome<Restriction>> {
  const { input, actor, now, tx } = call
  const key = await openPatientKey(call, input.id)
  const { revision: before, admission } = await readRestriction(call, key)
  const why = await whyNotChanged(call, admission)
  if (why !== null) throw new AppError(why)
  if (before !== input.baseRevision) throw new AppError('record.changed_meanwhile')
  const isRestricted = admission !== null && admission.facts.members.length > 0
  if (members.length === 0 && !isRestricted) throw new AppError('record.changed_meanwhile')
  const patient = key.compartment
  const revision = before + 1
  const facts = { members, reason: input.reason, by: actor.member, at: now.toISOString() }
  const sealed = sealBeside(call, key, { kind: 'restriction', id: patient, revision }, facts)
  noteChange(tx, 'restriction', patient, { members: admission?.facts.members ?? [] }, { members })
  await writeRestriction(tx, { patient, revision, ...sealed })
  emit(call, { kind: 'patient.changed', patient, object: null, member: actor.member })
  return { output: await restrictionOf(call, key), subjects: [patient], reason: input.reason }
}
