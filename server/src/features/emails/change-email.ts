import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { changeAccount, holdEmail, letGoOfEmail, lockAccount } from '../accounts/account.ts'
import { giveTicket, openTicket, useLink } from '../accounts/ticket.ts'
import { endWhatCountsNoMore } from '../accounts/what-ends.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'
import { followEmail } from '../members/follow-email.ts'
import { recordEverywhere } from '../sessions/record-everywhere.ts'
import type { NewEmail } from './ask-change.ts'
import { changedMail } from './email-mails.ts'

/** For so many days a change can be taken back, and nobody else gets the old email. */
const undoDays = 7

/** What a link that takes a change back is sealed with. */
export interface GivenUpEmail {
  email: string
  /** An instant; not in links from before it was kept. */
  changedAt?: string
}

/**
 * By the link that went to the new email, once. The old one is told, with a link that takes the change back. Throws
 * `link.invalid`, for an email that another account has by now too.
 */
export function changeEmail(tokenKey: CompartmentKey, publicOrigin: string) {
  return async (call: PublicCall<{ token: string }>): Promise<{ output: { email: string } }> => {
    const { atGate, vault, now } = call
    const opened = await atGate((gate) => openTicket<NewEmail>(gate, vault, call.input.token, 'email'))
    const { email, revision } = opened.facts
    const { account: id, facts: before } = opened.account
    await atGate(async (gate) => {
      await useLink(gate, opened.ticket)
      const row = await lockAccount(gate, id)
      if (row.revision !== revision) throw new AppError('link.invalid')
      const account = await changeAccount(gate, vault, tokenKey, row, { email })
      await letGoOfEmail(gate, vault, tokenKey, account)
      await holdEmail(gate, vault, tokenKey, { account: id, email: before.email, days: undoDays })
      await endWhatCountsNoMore(gate, 'email.change', { account: id, session: null })
      const undo: GivenUpEmail = { email: before.email, changedAt: now.toISOString() }
      const { token } = await giveTicket(gate, vault, account, 'email-undo', undoDays * 24 * 60, undo)
      const link = `${publicOrigin}/email-undo#${token}`
      queueAccountMail(gate, vault, account, {
        kind: 'email-changed',
        to: { name: before.name, address: before.email },
        notAfter: new Date(now.getTime() + undoDays * 86_400_000),
        words: changedMail({ name: before.name, email, link, now, days: undoDays }),
      })
      await followEmail({ gate, vault, keysOf: call.keysOf }, id, email).catch(asLink)
      await recordEverywhere(gate, call, id, { verb: 'email.change', outcome: 'changed' })
    })
    return { output: { email } }
  }
}

/** Somebody else of the practice has it: nobody is told who. */
export function asLink(error: unknown): never {
  throw error instanceof AppError && error.code === 'member.exists' ? new AppError('link.invalid') : error
}
