import type { AccessLink, accessLinkRoutes } from '@candour/contract/access-links.ts'
import type { Person } from '@candour/contract/shapes.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { readRestriction } from '../compartments/read-restriction.ts'
import { approvedMembers } from '../members/approved-members.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import { openPatientKey } from '../patients/open-patient.ts'
import { listLinksOf, stateOf, type OpenedLink } from './sealed-link.ts'

/** Those of a patient, newest first, and whom a new one could name. Throws `patient.not_found`, SealBroken. */
export async function listLinks(call: Call<{ id: string }>): Promise<Outcome<OutputOf<typeof accessLinkRoutes.list>>> {
  const key = await openPatientKey(call, call.input.id)
  const [opened, names, staff, { admission }] = await Promise.all([
    listLinksOf(call, key),
    nameMembers(call),
    approvedMembers(call),
    readRestriction(call, key),
  ])
  const output = {
    links: opened.map((one) => showLink(call, one, names)),
    staff: staff.map(({ member, name, role }) => ({ member, name, role })),
    isRestricted: admission !== null && admission.facts.members.length > 0,
  }
  return { output, subjects: [key.compartment] }
}

type Showing = Pick<Within, 'now'> & { actor: { member: string } }

export function showLink({ actor, now }: Showing, one: OpenedLink, names: Map<string, NamedMember>): AccessLink {
  const { id, facts } = one
  const { made, endsAt, safety, confirmed, opened, tries } = facts
  const whoIs = (member: string): Person => {
    const named = names.get(member)
    return { member, name: named?.name ?? 'A member', role: named?.role ?? '' }
  }
  const { state, over } = stateOf(one, now)
  const can: AccessLink['can'] = state === 'over' ? [] : ['revoke']
  if (state === 'waiting' && made.by !== actor.member) can.unshift('confirm')
  return {
    id,
    made: { at: made.at, by: whoIs(made.by) },
    endsAt,
    state,
    over,
    openedAt: opened?.at ?? null,
    tries,
    safety: { ...safety, hidden: safety.hidden.map(whoIs) },
    confirmed: confirmed === null ? null : { at: confirmed.at, by: whoIs(confirmed.by) },
    can,
  }
}

export async function showOne(
  call: Pick<Within, 'tx' | 'vault' | 'keys' | 'now'> & Showing,
  one: OpenedLink,
): Promise<AccessLink> {
  return showLink(call, one, await nameMembers(call))
}
