import type { Proof } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Proving } from '../factors/prove-passkey.ts'
import { isStillLinked } from '../providers/live-link.ts'
import { chooseOpenMembership, finishSignIn } from './finish-sign-in.ts'
import { withSecondStep } from './second-step.ts'

/** The second step of signing in. Throws `provider.not_linked` for a link that is gone by now, what `withSecondStep` throws, and what the first step throws of memberships. */
export function proveFactor(proving: Proving) {
  return async (
    call: PublicCall<{ ticket: string; proof: Proof }>,
  ): Promise<{ output: Session; cookie: SessionCookie }> =>
    withSecondStep(call, proving, call.input, async (gate, account, { practice, provider }) => {
      const { by } = call.input.proof
      if (provider !== undefined && !(await isStillLinked(gate, call, account, { practice, provider })))
        throw new AppError('provider.not_linked')
      const shown =
        provider === undefined ? ({ how: `password+${by}` } as const) : ({ how: `provider+${by}`, provider } as const)
      const chosen = await chooseOpenMembership(call, gate, account.account, practice, shown)
      const { session, cookie } = await finishSignIn(call, gate, account, chosen, shown)
      return { output: session, cookie }
    })
}
