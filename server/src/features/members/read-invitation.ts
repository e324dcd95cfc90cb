import type { memberRoutes } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { findAccount } from '../accounts/find-account.ts'
import { showPractice } from '../practices/show-practice.ts'
import { openRules } from '../rules/sealed-rules.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { openInvited, openMember } from './member-facts.ts'
import { members } from './members.store.ts'

/** What the holder of an invitation sees before accepting. Throws `member.invitation_invalid`. */
export function readInvitation(tokenKey: CompartmentKey) {
  return async (
    call: PublicCall<{ token: string }>,
  ): Promise<{ output: OutputOf<typeof memberRoutes.readInvitation> }> =>
    call.atGate(async (gate) => {
      const { vault, now } = call
      const hash = hashToken(call.input.token)
      const found = await members.findByInvitation(gate, hash)
      if (found === null) throw new AppError('member.invitation_invalid')
      const tx = gate.within(found.practice)
      const keys = await call.keysOf(tx)
      const row = (await members.read(tx, found.member))!
      const { name: practice, town } = await showPractice({ tx, vault, keys, now })
      const { name, role, email, invited } = openInvited({ vault, keys }, row, hash)
      const inviter = invited === undefined ? null : await members.read(tx, invited.by)
      await recordAtGate(gate, vault, call.keysOf, {
        ...found,
        session: null,
        origin: call.origin,
        verb: 'member.read-invitation',
        outcome: 'opened',
      })
      const hasAccount = (await findAccount(gate, vault, tokenKey, email)) !== null
      const { signOn } = await openRules({ tx, vault, keys })
      const provider =
        signOn === null || signOn.mode === 'off' ? null : { name: signOn.name, isRequired: signOn.mode === 'required' }
      const by = inviter === null ? null : openMember({ vault, keys }, inviter).name
      const expiresAt = row.invitation_expires_at!.toISOString()
      return {
        output: { practice, town, name, role, email, level: row.level as Level, by, expiresAt, hasAccount, provider },
      }
    })
}
