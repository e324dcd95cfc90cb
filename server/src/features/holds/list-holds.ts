import type { Hold } from '@candour/contract/holds.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { Directory } from '../directory/directory.ts'
import { nameMembers } from '../members/list-members.ts'
import { openHolds, type OpenedHold } from './sealed-hold.ts'

/** What is held and what was, newest first. Throws SealBroken. */
export function listHolds(directory: Directory) {
  return async (call: Call<unknown>): Promise<Outcome<{ holds: Hold[] }>> => ({
    output: { holds: await showHolds(call, directory, await openHolds(call)) },
    subjects: [],
  })
}

/** A patient is named to those alone who may open the record. */
export async function showHolds(call: Call<unknown>, directory: Directory, opened: OpenedHold[]): Promise<Hold[]> {
  const patients = opened.flatMap(({ facts }) => (facts.kind === 'patient' ? [facts.about!] : []))
  const [names, people] = await Promise.all([nameMembers(call), directory.get(call, [...new Set(patients)])])
  const listed = new Map(people.map(({ id, family, given, title }) => [id, { id, family, given, title }]))
  const whoIs = (member: string) => {
    const named = names.get(member)
    return { member, name: named?.name ?? 'A member', role: named?.role ?? '' }
  }
  return opened.map(({ id, facts: { kind, about, reason, placed, lifted } }) => ({
    id,
    kind,
    patient: kind === 'patient' ? (listed.get(about!) ?? null) : null,
    member: kind === 'member' ? whoIs(about!) : null,
    reason,
    placed: { at: placed.at, by: whoIs(placed.by) },
    lifted: lifted === null ? null : { at: lifted.at, by: whoIs(lifted.by), reason: lifted.reason },
    can: lifted === null && placed.by !== call.actor.member && call.actor.level === 4 ? ['lift'] : [],
  }))
}
