import type { Member } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { changeMember } from './change-member.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'
import { showChanged } from './show-member.ts'
import { tellOfApproval } from './tell-of-access.ts'

/** The practice lets an invited person in (P04, P06). Throws `member.not_found`, `member.not_pending`, `member.above_own_level`. */
export function approveMember(publicOrigin: string) {
  return async (call: Call<{ id: string }>): Promise<Outcome<Member>> => {
    const { input, tx, actor } = call
    const row = await members.lock(tx, input.id)
    if (row === null) throw new AppError('member.not_found')
    if (row.level > actor.level) throw new AppError('member.above_own_level')
    if (row.state !== 'pending') throw new AppError('member.not_pending')
    const approved = await changeMember(call, row, { state: 'approved' })
    emit(call, { kind: 'member.changed', patient: null, object: input.id, member: actor.member })
    await tellOfApproval(call, openMember(call, approved), row.level as Level, publicOrigin)
    const output = await showChanged(call, approved, actor)
    return { output, subjects: [input.id], facts: { levelAfter: row.level } }
  }
}
