import type { Member } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { changeMember } from './change-member.ts'
import { showMember } from './member-facts.ts'
import { members } from './members.store.ts'

/**
 * Level 0 takes all access at once and keeps the history (P05): every request asks the database for the level.
 * Throws `member.not_found`, `member.not_pending`, `member.above_own_level`, `member.last_administrator`.
 */
export async function changeLevel(call: Call<{ id: string; level: Level; reason: string }>): Promise<Outcome<Member>> {
  const { input, tx, actor } = call
  // Two administrators who demote each other at the same time meet at this lock.
  const administrators = await members.countAdministrators(tx)
  const row = await members.lock(tx, input.id)
  if (row === null) throw new AppError('member.not_found')
  if (row.state !== 'approved') throw new AppError('member.not_pending')
  if (row.level > actor.level || input.level > actor.level) throw new AppError('member.above_own_level')
  if (row.level === 4 && input.level < 4 && administrators === 1) throw new AppError('member.last_administrator')
  const changed = await changeMember(call, row, { level: input.level })
  emit(call, { kind: 'member.changed', patient: null, object: input.id, member: actor.member })
  return { output: showMember(call, changed, actor, null), subjects: [], reason: input.reason }
}
