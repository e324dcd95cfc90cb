import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { accountToken, checkPassword, createAccount } from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { refuseWeakPassword } from '../accounts/refuse-weak-password.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { emit } from '../events/emit.ts'
import { showPractice } from '../practices/show-practice.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { recordFailedTry } from '../sessions/record-failed-try.ts'
import { changeMember } from './change-member.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'

/**
 * The invited person sets a password, or gives that of the account that the email has. Nothing is visible until the
 * practice approves (P06). Throws `member.invitation_invalid`, `password.refused`, `session.sign_in_failed`.
 */
export function acceptInvitation(tokenKey: CompartmentKey) {
  return async (call: PublicCall<{ token: string; password: string }>): Promise<{ output: { practice: string } }> => {
    const { input, vault, keysOf, origin, now } = call
    const hash = hashToken(input.token)
    const invited = await call.atGate(async (gate) => {
      const found = await members.findByInvitation(gate, hash)
      if (found === null) throw new AppError('member.invitation_invalid')
      const tx = gate.within(found.practice)
      const row = (await members.read(tx, found.member))!
      const facts = openMember({ vault, keys: await keysOf(tx) }, row)
      const existing = await findAccount(gate, vault, tokenKey, facts.email)
      return { ...found, facts, existing }
    })
    const { facts, existing } = invited
    let passwordHash = ''
    if (existing === null) {
      refuseWeakPassword(input.password, [facts.name, facts.email])
      passwordHash = await vault.hashPassword(input.password)
    } else {
      const tried = await call.atGate((gate) => reserveTry(gate, vault, tokenKey, facts.email, origin.address))
      if (!(await checkPassword(vault, existing, input.password))) {
        await recordFailedTry(call, existing.account, tried.count)
        throw new AppError('session.sign_in_failed')
      }
      await call.atGate((gate) => tried.succeeded(gate))
    }
    return call.atGate(async (gate) => {
      const { practice, member } = invited
      const token = accountToken(vault, tokenKey, facts.email)
      const { name, email } = facts
      const account =
        existing?.account ?? (await createAccount(gate, vault, token, { name, email }, passwordHash))?.account
      if (account === undefined) throw new AppError('member.invitation_invalid')
      const tx = gate.within(practice)
      const keys = await keysOf(tx)
      const row = await members.lock(tx, member)
      // Used, withdrawn or over by now.
      if (row?.state !== 'invited' || (await members.findByInvitation(gate, hash)) === null)
        throw new AppError('member.invitation_invalid')
      await changeMember({ tx, vault, keys }, row, { account, state: 'pending' })
      emit({ tx }, { kind: 'member.changed', patient: null, object: member, member: null })
      await recordAtGate(gate, vault, keysOf, {
        practice,
        member,
        session: null,
        origin,
        verb: 'member.accept-invitation',
        outcome: 'changed',
      })
      return { output: { practice: (await showPractice({ tx, vault, keys, now })).name } }
    })
  }
}
