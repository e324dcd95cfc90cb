import type { Member } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { changeMember } from './change-member.ts'
import { endAccess } from './end-access.ts'
import { lockMembers } from './lock-members.ts'
import { openMember } from './member-facts.ts'
import type { MemberRow } from './members.store.ts'
import { showChanged } from './show-member.ts'
import { tellOfLevel } from './tell-of-access.ts'

type Change = Call<{ id: string; level: Level; reason: string }>

/**
 * Level 0 takes all access at once and keeps the history (P05): every request asks the database for the level. What was
 * given or taken beyond the level stays with any other. Throws `member.not_found`, `member.not_pending`,
 * `member.above_own_level`, `member.last_administrator`, `member.level_same`.
 */
export async function changeLevel(call: Change): Promise<Outcome<Member>> {
  const { input, actor } = call
  const { row, isLastAdministrator, own } = await lockMembers(call, input.id, 'member.change')
  if (row === null) throw new AppError('member.not_found')
  if (row.state !== 'approved') throw new AppError('member.not_pending')
  if (row.level > own.level || input.level > own.level) throw new AppError('member.above_own_level')
  if (row.level === input.level) throw new AppError('member.level_same')
  if (isLastAdministrator) throw new AppError('member.last_administrator')
  const changed = input.level === 0 ? await endAccess(call, row) : await moveTo(call, row)
  const facts = { levelBefore: row.level, levelAfter: input.level }
  return { output: await showChanged(call, changed, actor), subjects: [input.id], reason: input.reason, facts }
}

async function moveTo(call: Change, row: MemberRow): Promise<MemberRow> {
  const { input, actor } = call
  const changed = await changeMember(call, row, { level: input.level })
  emit(call, { kind: 'member.changed', patient: null, object: input.id, member: actor.member })
  await tellOfLevel(call, openMember(call, changed), row.level as Level, input.level)
  return changed
}
