import type { Glass, glassReasons, glassRoutes } from '@candour/contract/glasses.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { isLive } from '../compartments/admission.ts'
import type { Directory } from '../directory/directory.ts'
import type { Listed } from '../directory/person.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import { glasses } from './glasses.store.ts'
import { openGlass, type OpenedGlass } from './opened-glass.ts'

/** What was broken, for those who settle it. A record that was erased took its glasses with it. */
export function listGlasses(directory: Directory) {
  return async (call: Call<unknown>): Promise<Outcome<OutputOf<typeof glassRoutes.list>>> => {
    const rows = await glasses.list(call.tx)
    const opened = (await Promise.all(rows.map((row) => openGlass(call, row)))).filter((one) => one !== null)
    return { output: { glasses: await showGlasses(call, directory, opened) }, subjects: [] }
  }
}

/** The patient is named to those alone who may open the record. */
export async function showGlasses(call: Call<unknown>, directory: Directory, opened: OpenedGlass[]): Promise<Glass[]> {
  const patients = [...new Set(opened.map(({ facts }) => facts.patient))]
  const [names, people] = await Promise.all([nameMembers(call), directory.get(call, patients)])
  const listed = new Map(people.map((one) => [one.id, one]))
  return opened.map((one) => showGlass(call, one, names, listed.get(one.facts.patient)))
}

function showGlass(
  { actor, now }: Call<unknown>,
  { id, facts }: OpenedGlass,
  names: Map<string, NamedMember>,
  person: Listed | undefined,
): Glass {
  const whoIs = (member: string) => ({
    member,
    name: names.get(member)?.name ?? 'A member',
    role: names.get(member)?.role ?? '',
  })
  const isOpen = isLive(facts, now)
  const { settled } = facts
  const can: Glass['can'] = isOpen ? ['end'] : []
  if (settled === null && facts.member !== actor.member) can.push('settle')
  return {
    id,
    by: whoIs(facts.member),
    brokenAt: facts.brokenAt,
    until: facts.until,
    endedAt: facts.endedAt,
    isOpen,
    reason: facts.reason as keyof typeof glassReasons,
    words: facts.words,
    patient:
      person === undefined ? null : { id: person.id, family: person.family, given: person.given, title: person.title },
    settled:
      settled === null ? null : { verdict: settled.verdict, note: settled.note, by: whoIs(settled.by), at: settled.at },
    can,
  }
}
