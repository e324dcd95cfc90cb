import type { memberRoutes } from '@candour/contract/members.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { changeMember } from './change-member.ts'
import { newInvitation, sendInvitation } from './invitation-mail.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'

/** A new link by mail, for seven more days; the one before works no more. Throws `member.not_found`, `member.above_own_level`. */
export function inviteAgain(publicOrigin: string) {
  return async (call: Call<{ id: string }>): Promise<Outcome<OutputOf<typeof memberRoutes.inviteAgain>>> => {
    const { input, actor, tx } = call
    const row = await members.lock(tx, input.id)
    if (row?.state !== 'invited') throw new AppError('member.not_found')
    if (row.level > actor.level) throw new AppError('member.above_own_level')
    const invitation = newInvitation(call, publicOrigin)
    const { hash, expiresAt, invited } = invitation
    const facts = { ...openMember(call, row), invited }
    const changed = await changeMember(call, row, { facts, invitation: { hash, expiresAt } })
    return { output: await sendInvitation(call, changed, facts, invitation), subjects: [row.member] }
  }
}
