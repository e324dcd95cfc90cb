import type { Restriction } from '@candour/contract/restrictions.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { Admission } from '../compartments/admission.ts'
import { readRestriction } from '../compartments/read-restriction.ts'
import { nameMembers } from '../members/list-members.ts'
import { approvedMembers } from '../members/approved-members.ts'
import { openPatientKey } from '../patients/open-patient.ts'

/** Throws `patient.not_found`. */
export async function showRestriction(call: Call<{ id: string }>): Promise<Outcome<Restriction>> {
  const key = await openPatientKey(call, call.input.id)
  return { output: await restrictionOf(call, key), subjects: [key.compartment] }
}

export async function restrictionOf(call: Call<unknown>, key: CompartmentKey): Promise<Restriction> {
  const { revision, admission } = await readRestriction(call, key)
  if (admission === null || admission.facts.members.length === 0)
    return { revision, restricted: null, glass: null, can: mayRestrict(call) ? ['restrict'] : [] }
  const { facts, glass } = admission
  const [names, approved] = await Promise.all([nameMembers(call), approvedMembers(call)])
  const here = new Set(approved.map(({ member }) => member))
  const whoIs = (member: string) => ({
    name: names.get(member)?.name ?? 'A member',
    role: names.get(member)?.role ?? '',
  })
  return {
    revision,
    restricted: {
      people: facts.members.map((member) => ({ id: member, ...whoIs(member), isHere: here.has(member) })),
      reason: glass === null ? facts.reason : null,
      by: { member: facts.by, ...whoIs(facts.by) },
      at: facts.at,
    },
    glass: glass === null ? null : { id: glass.id, until: glass.until.toISOString() },
    can:
      admission.isAdmitted && mayRestrict(call) && (await whyNotChanged(call, admission)) === null
        ? ['restrict', 'lift']
        : [],
  }
}

function mayRestrict({ actor }: Call<unknown>): boolean {
  return actor.can.has('record.restrict') && !actor.readOnly
}

/**
 * Through a broken glass only an administrator, so that a record whose people all left can be opened again; and what somebody
 * above one's own level restricted is theirs to change as long as they are here. Null: nothing speaks against it.
 */
export async function whyNotChanged(
  call: Pick<Call<unknown>, 'actor' | 'tx' | 'vault' | 'keys'>,
  admission: Admission | null,
): Promise<'restriction.by_glass' | 'restriction.above_own_level' | null> {
  if (admission === null || admission.facts.members.length === 0) return null
  const { actor } = call
  if (admission.glass !== null && !(actor.level === 4 && actor.can.has('glass.review'))) return 'restriction.by_glass'
  const by = (await approvedMembers(call)).find(({ member }) => member === admission.facts.by)
  return by !== undefined && by.level > actor.level ? 'restriction.above_own_level' : null
}
