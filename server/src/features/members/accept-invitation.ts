import type { FactorNeeded, SecondStep } from '@candour/contract/factors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { accountToken, createAccount, openAccount } from '../accounts/account.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import type { RefuseWeak } from '../passwords/refuse-weak-password.ts'
import { closeWhenAltered } from '../sessions/close-when-altered.ts'
import { askSecondStep, refuseChanged, withSecondStep } from '../sessions/second-step.ts'
import { tryPassword } from '../sessions/try-password.ts'
import { findInvitation, takeInvitation } from './take-invitation.ts'

type Call = PublicCall<{ token: string; password: string; second?: SecondStep | undefined }>
type Answer = { output: { outcome: 'joined'; practice: string } | FactorNeeded }

/**
 * The invited person sets a password, or gives that of the account that the email has, and its second factor where it has one.
 * Nothing is visible until the practice approves (P06). Throws `member.invitation_invalid`, `password.refused`,
 * `session.sign_in_failed`, `account.altered`, what the second step throws, and `provider.required` for a new account where a
 * password would open nothing.
 */
export function acceptInvitation(proving: Proving, refuseWeak: RefuseWeak) {
  const { tokenKey } = proving
  return async (call: Call): Promise<Answer> => {
    const { input, vault } = call
    const found = await call.atGate((gate) => findInvitation(gate, call, tokenKey, input.token))
    const { facts, existing, practiceName, mix, signOn } = found
    const joining = async (gate: GateTransaction, account: string): Promise<Answer> => ({
      output: { outcome: 'joined', practice: await takeInvitation(gate, call, found, account) },
    })
    if (existing === null) {
      if (signOn?.mode === 'required') throw new AppError('provider.required')
      await refuseWeak(input.password, { own: [facts.name, facts.email, practiceName], hasFactor: false, mix })
      const passwordHash = await vault.hashPassword(input.password)
      return call.atGate(async (gate) => {
        const { name, email } = facts
        const made = await createAccount(
          gate,
          vault,
          accountToken(vault, tokenKey, email),
          { name, email },
          passwordHash,
        )
        if (made === null) throw new AppError('member.invitation_invalid')
        return joining(gate, made.account)
      })
    }
    const right = await tryPassword(call, tokenKey, { email: facts.email, password: input.password })
    if (right === null) throw new AppError('session.sign_in_failed')
    const { second } = input
    if (second !== undefined)
      return withSecondStep(call, proving, { ...second, of: existing.account }, async (gate) => {
        await refuseChanged(gate, existing)
        return joining(gate, existing.account)
      })
    return closeWhenAltered(call, existing.account, () =>
      call.atGate(async (gate) => {
        await refuseChanged(gate, existing)
        const needed = await askSecondStep(gate, call, proving, await openAccount(vault, existing), {})
        return needed === null ? joining(gate, existing.account) : { output: needed }
      }),
    )
  }
}
