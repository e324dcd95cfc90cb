import type { Session } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import { csrfTokenOf } from '../../platform/access/authenticate.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { checkPassword, openAccount } from '../accounts/account.ts'
import { findAccount, listMemberships } from '../accounts/find-account.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { describeSession } from './describe-session.ts'
import { recordAtGate } from './record-at-gate.ts'
import { recordFailedTry } from './record-failed-try.ts'
import { startSession } from './start-session.ts'

interface SignIn {
  email: string
  password: string
  practice?: string | undefined
}

/**
 * Throws `session.sign_in_failed` (unknown email, wrong password, no practice any more: the same answer in the same
 * time), `session.throttled`, `member.awaiting_approval`, `practice.not_found`.
 */
export function signIn(tokenKey: CompartmentKey) {
  return async (call: PublicCall<SignIn>): Promise<{ output: Session; cookie: SessionCookie }> => {
    const { input, vault, origin, keysOf, now } = call
    const tried = await call.atGate((gate) => reserveTry(gate, vault, tokenKey, input.email, origin.address))
    const row = await call.atGate((gate) => findAccount(gate, vault, tokenKey, input.email))
    const right =
      row === null ? await vault.refusePassword(input.password) : await checkPassword(vault, row, input.password)
    if (row === null || !right) {
      if (row !== null) await recordFailedTry(call, row.account, tried.count)
      throw new AppError('session.sign_in_failed')
    }
    return call.atGate(async (gate) => {
      await tried.succeeded(gate)
      const account = await openAccount(vault, row)
      const memberships = await listMemberships(gate, row.account)
      const approved = memberships.filter((one) => one.state === 'approved' && one.level > 0)
      const chosen =
        input.practice === undefined ? approved[0] : approved.find((one) => one.practice === input.practice)
      if (chosen === undefined) {
        if (approved.length > 0) throw new AppError('practice.not_found')
        throw new AppError(
          memberships.some((one) => one.state === 'pending') ? 'member.awaiting_approval' : 'session.sign_in_failed',
        )
      }
      const started = await startSession(
        gate,
        vault,
        account,
        { practice: chosen.practice, member: chosen.member },
        origin,
      )
      const { session } = started
      await recordAtGate(gate, vault, keysOf, {
        ...chosen,
        account: row.account,
        session,
        origin,
        verb: 'session.sign-in',
        outcome: 'signed-in',
      })
      const described = {
        account,
        practice: chosen.practice,
        member: chosen.member,
        session,
        csrf: csrfTokenOf(started.token),
      }
      return { output: await describeSession(gate, vault, keysOf, described, now), cookie: started.cookie }
    })
  }
}
