import type { Proof } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { openTicket, useTicket } from '../accounts/ticket.ts'
import { prove } from '../factors/prove.ts'
import { chooseMembership, finishSignIn } from './finish-sign-in.ts'
import { recordFailedStep } from './record-failed-try.ts'

/**
 * The second step of signing in. Throws `session.ticket_invalid`, `factor.refused`, `session.throttled`, and what the
 * first step throws of memberships.
 */
export function proveFactor(tokenKey: CompartmentKey) {
  return async (
    call: PublicCall<{ ticket: string; proof: Proof }>,
  ): Promise<{ output: Session; cookie: SessionCookie }> => {
    const { input, vault, origin, now } = call
    const opened = await call.atGate((gate) => openTicket<{ practice?: string }>(gate, vault, input.ticket, 'sign-in'))
    const { account, ticket, facts } = opened
    // The same count as for passwords: a new ticket gives no new tries.
    const tried = await call.atGate((gate) =>
      reserveTry(gate, vault, tokenKey, `factor of ${account.facts.email}`, origin.address),
    )
    try {
      return await call.atGate(async (gate) => {
        await prove(gate, vault, tokenKey, account, input.proof, now)
        await useTicket(gate, ticket)
        await tried.succeeded(gate)
        const chosen = await chooseMembership(gate, account.account, facts.practice)
        const { session, cookie } = await finishSignIn(call, gate, account, chosen, {
          how: `password+${input.proof.by}`,
        })
        return { output: session, cookie }
      })
    } catch (error) {
      if (error instanceof AppError && error.code === 'factor.refused')
        await recordFailedStep(call, account.account, tried.count)
      throw error
    }
  }
}
