import type { passwordRoutes } from '@candour/contract/passwords.ts'
import { leastCharacters } from '@candour/contract/password-rules.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { openTicket } from '../accounts/ticket.ts'
import { recordEverywhere } from '../sessions/record-everywhere.ts'
import { askedOf } from './asked-of.ts'

/** What the page of the link shows before a password is set. Throws `link.invalid`. */
export async function readReset(
  call: PublicCall<{ token: string }>,
): Promise<{ output: OutputOf<typeof passwordRoutes.readReset> }> {
  const { vault, keysOf, now } = call
  const { account } = await call.atGate((gate) => openTicket(gate, vault, call.input.token, 'reset'))
  return call.atGate(async (gate) => {
    const { own, hasFactor, mix } = await askedOf({ gate, vault, keysOf, now }, account)
    await recordEverywhere(gate, call, account.account, { verb: 'password.read-reset', outcome: 'opened' })
    const { name, email } = account.facts
    return { output: { name, email, own: [...own], least: leastCharacters(hasFactor), mix: mix === true } }
  })
}
