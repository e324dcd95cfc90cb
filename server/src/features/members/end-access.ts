import type { Level } from '@candour/contract/permissions.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { tellOfLeaver } from '../restrictions/tell-of-leaver.ts'
import { approvedMembers } from './approved-members.ts'
import { changeMember } from './change-member.ts'
import { openMember } from './member-facts.ts'
import { members, type MemberRow } from './members.store.ts'
import { tellOfLevel } from './tell-of-access.ts'

/**
 * Level 0: nothing opens any more, what was given is gone, every session in this practice ends for good, and no
 * link to the practice's provider from before counts. History, drafts and
 * the invitations they made stay as they are; a level given again brings back the person, not the sessions.
 */
export async function endAccess(within: Within & { actor: MemberActor }, row: MemberRow): Promise<MemberRow> {
  const { tx, actor, now } = within
  const changed = await changeMember(within, row, { level: 0, facts: { accessEndedAt: now.toISOString() } })
  await members.endSessions(tx, row.member)
  const here = new Set((await approvedMembers(within)).map(({ member }) => member))
  const { name } = openMember(within, changed)
  await tellOfLeaver(within, { member: row.member, name }, (member) => here.has(member))
  emit(within, { kind: 'member.changed', patient: null, object: row.member, member: actor.member })
  await tellOfLevel(within, openMember(within, changed), row.level as Level, 0)
  return changed
}
