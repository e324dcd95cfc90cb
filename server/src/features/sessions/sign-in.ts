import type { OutputOf } from '@candour/contract/route.ts'
import type { sessionRoutes } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { checkPassword, openAccount } from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { giveTicket } from '../accounts/ticket.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { chooseMembership, finishSignIn } from './finish-sign-in.ts'
import { recordFailedTry } from './record-failed-try.ts'

interface SignIn {
  email: string
  password: string
  practice?: string | undefined
}

/** Minutes in which the second step is to follow. */
const ticketMinutes = 10

/**
 * With a second factor on, a password alone opens nothing (P12): it gives a ticket for the second step.
 * Throws `session.sign_in_failed` (unknown email, wrong password, no practice any more: the same answer in the same
 * time), `session.throttled`, `member.awaiting_approval`, `practice.not_found`.
 */
export function signIn(tokenKey: CompartmentKey) {
  return async (
    call: PublicCall<SignIn>,
  ): Promise<{ output: OutputOf<typeof sessionRoutes.signIn>; cookie?: SessionCookie }> => {
    const { input, vault, origin } = call
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
      const chosen = await chooseMembership(gate, row.account, input.practice)
      const ways = await waysToProve(gate, row.account)
      if (ways.length > 0) {
        const ticket = await giveTicket(gate, vault, account, 'sign-in', ticketMinutes, { practice: input.practice })
        return { output: { outcome: 'factor-needed', ticket, ways } }
      }
      const { session, cookie } = await finishSignIn(call, gate, account, chosen, { how: 'password' })
      return { output: { outcome: 'signed-in', session }, cookie }
    })
  }
}
