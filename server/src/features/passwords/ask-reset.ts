import { inEvenTime } from '../../platform/even-time.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { lockAccount, openAccount } from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { giveTicket, wasTicketGiven } from '../accounts/ticket.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'
import { recordEverywhere } from '../sessions/record-everywhere.ts'
import { resetMail } from './password-mails.ts'

/** How long a link holds (security.md, People). */
export const linkMinutes = 10
/** Before the next mail is sent; the last link holds on meanwhile. */
const pauseMinutes = 5
/** What is done for an account takes some 10 ms. */
const answerMs = 250

/**
 * A link to the email, if an account has it. Whether one does is told by neither the answer nor its time. A link stays valid
 * when another is asked for, so that nobody is kept from theirs. Throws `session.throttled`, by the address.
 */
export function askReset(tokenKey: CompartmentKey) {
  return async (call: PublicCall<{ email: string }>): Promise<{ output: Record<string, never> }> => {
    const { input, atGate, vault, origin } = call
    await inEvenTime(answerMs, async () => {
      // By the address alone: whoever asks for somebody else's keeps them from nothing.
      const own = `reset from ${origin.address}`
      await atGate((gate) => reserveTry(gate, vault, tokenKey, own, origin.address))
      const row = await atGate((gate) => findAccount(gate, vault, tokenKey, input.email))
      if (row !== null) await sendResetLink(call, tokenKey, row.account)
    })
    return { output: {} }
  }
}

/** Sent once in five minutes. */
export async function sendResetLink(
  call: Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'now' | 'origin' | 'publicOrigin'>,
  tokenKey: CompartmentKey,
  id: string,
): Promise<void> {
  const { vault, now, origin } = call
  await call.atGate(async (gate) => {
    const row = await lockAccount(gate, id)
    if (await wasTicketGiven(gate, id, 'reset', pauseMinutes)) return
    const account = await openAccount(vault, row)
    const { token } = await giveTicket(gate, vault, account, 'reset', linkMinutes, { revision: row.revision })
    queueAccountMail(gate, vault, account, {
      kind: 'password-reset',
      to: { name: account.facts.name, address: account.facts.email },
      notAfter: new Date(now.getTime() + linkMinutes * 60_000),
      words: resetMail(account.facts.name, `${call.publicOrigin}/reset#${token}`, origin.device),
    })
    await recordEverywhere(gate, call, id, { verb: 'password.ask-reset', outcome: 'changed' })
  })
}
