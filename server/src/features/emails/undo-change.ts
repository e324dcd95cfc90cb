import type { PublicCall } from '../../platform/http/endpoint.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { changeAccount, letGoOfEmail, lockAccount } from '../accounts/account.ts'
import { openTicket, useLink } from '../accounts/ticket.ts'
import { endFactors, endWhatCountsNoMore } from '../accounts/what-ends.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'
import { followEmail } from '../members/follow-email.ts'
import { canColleaguesHelp } from '../recoveries/recovery.ts'
import { recordEverywhere } from '../sessions/record-everywhere.ts'
import { asLink, type GivenUpEmail } from './change-email.ts'
import { takenBackMail } from './email-mails.ts'

const daysOfUse = 3

/**
 * "It was not me", from the old email: it counts again, whatever became of the email since. Whoever is in is out, what was
 * added as a second factor since a week before counts no more, and the password, which somebody else knew, opens nothing until
 * it is reset. Throws `link.invalid`.
 */
export function undoChange(tokenKey: CompartmentKey) {
  return async (call: PublicCall<{ token: string }>): Promise<{ output: { email: string } }> => {
    const { atGate, vault, keysOf, now } = call
    const opened = await atGate((gate) => openTicket<GivenUpEmail>(gate, vault, call.input.token, 'email-undo'))
    const { email, changedAt } = opened.facts
    const id = opened.account.account
    // Nobody knows it.
    const passwordHash = await vault.hashPassword(mintToken().token)
    await atGate(async (gate) => {
      await useLink(gate, opened.ticket, true)
      const row = await lockAccount(gate, id)
      const account = await changeAccount(gate, vault, tokenKey, row, { email, passwordHash })
      await letGoOfEmail(gate, vault, tokenKey, account)
      await endWhatCountsNoMore(gate, 'email.undo', { account: id, session: null })
      const aside = await endFactors('email.undo', changedAt === undefined ? now : new Date(changedAt), {
        gate,
        vault,
        tokenKey,
        account,
        whenNoneIsLeft: () => canColleaguesHelp({ gate, vault, keysOf }, id),
      })
      queueAccountMail(gate, vault, account, {
        kind: 'email-changed',
        to: { name: account.facts.name, address: email },
        notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
        words: takenBackMail(account.facts.name, now, aside),
      })
      await followEmail({ gate, vault, keysOf }, id, email, 'skip').catch(asLink)
      await recordEverywhere(gate, call, id, {
        verb: 'email.undo',
        outcome: 'changed',
        facts: { factorsGone: aside.gone.length },
      })
    })
    return { output: { email } }
  }
}
