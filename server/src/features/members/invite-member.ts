import type { memberRoutes } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { newId } from '../../platform/vault/ids.ts'
import { changeMember } from './change-member.ts'
import { newInvitation, sendInvitation } from './invitation-mail.ts'
import { carriedOf, emailTokenOf, sealMember } from './member-facts.ts'
import { members } from './members.store.ts'

interface Invitation {
  name: string
  role: string
  email: string
  level: Level
}

/**
 * Invites by a link that holds 7 days and works once; also whom somebody invited before, or who left while waiting.
 * Throws `member.exists`, `member.above_own_level`.
 */
export function inviteMember(publicOrigin: string) {
  return async (call: Call<Invitation>): Promise<Outcome<OutputOf<typeof memberRoutes.invite>>> => {
    const { input, actor, tx } = call
    const { level, ...named } = input
    if (level > actor.level) throw new AppError('member.above_own_level')
    const emailToken = emailTokenOf(call, named.email)
    const known = await members.findByEmail(tx, emailToken)
    const before = known === null ? null : await members.lock(tx, known)
    if (before?.state === 'approved' || before?.state === 'pending') throw new AppError('member.exists')
    if (before !== null && before.level > actor.level) throw new AppError('member.above_own_level')
    const invitation = newInvitation(call, publicOrigin)
    const { hash, expiresAt, invited } = invitation
    const facts = { ...named, invited }
    const member = before?.member ?? newId()
    if (before === null) {
      const standing = { account: null, level, state: 'invited' } as const
      const sealed = sealMember(call, member, 1, { ...facts, ...standing }, hash)
      await members.insert(tx, { member, ...standing, ...sealed, emailToken, invitationHash: hash, expiresAt })
      noteChange(tx, 'member', member, null, carriedOf({ ...facts, ...standing }))
    } else {
      const again = { hash, expiresAt }
      await changeMember(call, before, { level, state: 'invited', account: null, facts, invitation: again })
    }
    const output = await sendInvitation(call, (await members.read(tx, member))!, facts, invitation)
    return { output, subjects: [member], facts: { levelAfter: level } }
  }
}
