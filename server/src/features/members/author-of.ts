import type { MemberActor } from '../../platform/access/actor.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'

export interface Author {
  member: string
  name: string
  role: string
}

/** The acting member as the author that stands on notes and files, always (P25). */
export async function authorOf(within: Within, actor: MemberActor): Promise<Author> {
  const row = await members.read(within.tx, actor.member)
  const { name, role } = openMember(within, row!)
  return { member: actor.member, name, role }
}
