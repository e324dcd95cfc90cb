import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { findAccount, readAccount, readAccountRow } from '../accounts/find-account.ts'
import { giveTicket, voidTickets } from '../accounts/ticket.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'
import { changeMail, takenMail } from './email-mails.ts'

const linkMinutes = 60

/** What a link to a new email is sealed with. */
export interface NewEmail {
  email: string
  revision: number
}

/**
 * A link to the new email; only it changes anything. Where another account has that email, its owner is told instead, and
 * whoever asked is not. Throws `input.invalid` for the email that one has already.
 */
export function askChange(tokenKey: CompartmentKey, publicOrigin: string) {
  return async (call: GateCall<{ email: string }>): Promise<Outcome<Record<string, never>>> => {
    const { gate, vault, actor, input, now } = call
    const account = await readAccount(gate, vault, actor.account)
    const { name, email: before } = account.facts
    if (input.email === before)
      throw new AppError('input.invalid', [{ path: 'email', message: 'You sign in with this email already.' }])
    const { revision } = await readAccountRow(gate, actor.account)
    const other = await findAccount(gate, vault, tokenKey, input.email)
    const isTaken = other !== null && other.account !== actor.account
    // The newest counts.
    await voidTickets(gate, actor.account, ['email'])
    const facts: NewEmail = { email: input.email, revision }
    const { token } = await giveTicket(gate, vault, account, 'email', linkMinutes, facts)
    queueAccountMail(gate, vault, account, {
      kind: 'email-change',
      to: { name: isTaken ? '' : name, address: input.email },
      notAfter: new Date(now.getTime() + linkMinutes * 60_000),
      words: isTaken ? takenMail() : changeMail(name, `${publicOrigin}/email#${token}`),
    })
    return { output: {}, subjects: [] }
  }
}
