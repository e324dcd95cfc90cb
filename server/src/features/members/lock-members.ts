import { permissionsWith, type Level, type Permission } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import { grantsHere } from '../../platform/access/grants-here.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openMember } from './member-facts.ts'
import type { Giver } from './may-give.ts'
import { members, type MemberRow } from './members.store.ts'

interface Locked {
  /** Null: there is no such member. */
  row: MemberRow | null
  isLastAdministrator: boolean
  /** Of whoever asks, as it stands now. */
  own: Giver
}

/**
 * Whoever changes what somebody may do waits here for whoever else does in this practice: two who lower each other meet, and
 * a request that was on its way while its sender lost the right to make it is refused. Throws `access.refused`.
 */
export async function lockMembers(
  within: Within & { actor: MemberActor },
  member: string,
  needed: Permission | null,
): Promise<Locked> {
  const { tx, actor, now } = within
  const administrators = await members.countAdministrators(tx)
  await members.lockAll(tx, [actor.member, member])
  const row = await members.read(tx, member)
  const ownRow = row?.member === actor.member ? row : await members.read(tx, actor.member)
  if (ownRow?.state !== 'approved' || ownRow.level === 0) throw new AppError('access.refused')
  const { grants = [] } = openMember(within, ownRow)
  const here = grantsHere(grants, actor.rules, actor.origin.address)
  const can = new Set(permissionsWith(ownRow.level as Level, here, now))
  if (needed !== null && !can.has(needed)) throw new AppError('access.refused')
  const isLastAdministrator = row?.state === 'approved' && row.level === 4 && administrators === 1
  return { row, isLastAdministrator, own: { level: ownRow.level as Level, grants } }
}
