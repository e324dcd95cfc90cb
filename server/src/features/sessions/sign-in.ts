import type { OutputOf } from '@candour/contract/route.ts'
import type { sessionRoutes } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import { inEvenTime } from '../../platform/even-time.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { openAccount } from '../accounts/account.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import { closeWhenAltered } from './close-when-altered.ts'
import { chooseMembership, chooseOpenMembership, enterRefused, finishSignIn } from './finish-sign-in.ts'
import { askSecondStep, leaveToColleagues, refuseChanged } from './second-step.ts'
import { failureMs, tryPassword } from './try-password.ts'

interface SignIn {
  email: string
  password: string
  practice?: string | undefined
}

interface Came {
  output: OutputOf<typeof sessionRoutes.signIn>
  cookie?: SessionCookie
}

/**
 * With a second factor on, a password alone opens nothing (P12): it gives a ticket for the second step.
 * Throws `session.sign_in_failed` (unknown email, wrong password, no practice any more: the same answer in the same
 * time), `session.throttled`, `session.password_off`, `member.awaiting_approval`, `practice.not_found`.
 */
export function signIn(proving: Proving) {
  return async (call: PublicCall<SignIn>): Promise<Came> => {
    const { input, vault } = call
    const row = await tryPassword(call, proving.tokenKey, input)
    if (row === null) throw new AppError('session.sign_in_failed')
    const step: () => Promise<Came> = () =>
      call.atGate(async (gate) => {
        await refuseChanged(gate, row)
        const account = await openAccount(vault, row)
        await chooseMembership(gate, row.account, input.practice)
        const needed = await askSecondStep(gate, call, proving, account, { practice: input.practice })
        if (needed !== null) return { output: needed }
        const shown = { how: 'password' } as const
        const chosen = await chooseOpenMembership(call, gate, row.account, input.practice, shown)
        const { session, cookie } = await finishSignIn(call, gate, account, chosen, shown)
        return { output: { outcome: 'signed-in', session }, cookie }
      })
    const closed: () => Promise<Came> = () =>
      call.atGate(async (gate) => {
        await refuseChanged(gate, row)
        return { output: await leaveToColleagues(gate, call, await openAccount(vault, row)) }
      })
    const failure = inEvenTime(failureMs, async () => {})
    return closeWhenAltered(call, row.account, () => enterRefused(call, step)).catch(async (error: unknown) => {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'account.altered') return closed()
      // A right password of somebody who belongs nowhere is answered like a wrong one, and as soon.
      if (error.code === 'session.sign_in_failed') await failure
      throw error
    })
  }
}
