import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { lockAccount } from '../accounts/account.ts'
import { openTicket, useLink } from '../accounts/ticket.ts'
import { endFactors } from '../accounts/what-ends.ts'
import { canColleaguesHelp } from '../recoveries/recovery.ts'
import { recordEverywhere } from '../sessions/record-everywhere.ts'
import { askedOf } from './asked-of.ts'
import { tellOfPassword } from './password-mails.ts'
import type { RefuseWeak } from './refuse-weak-password.ts'
import { setPassword } from './set-password.ts'

/**
 * By the link of a mail, once. It opens no session: a second factor is asked for as always (P17). All sessions end, no device is known,
 * what a password alone has added of late as a second factor counts no more, the person is told, and it is entered in each practice. Throws `link.invalid`, `password.refused`.
 */
export function resetPassword(tokenKey: CompartmentKey, refuseWeak: RefuseWeak) {
  return async (call: PublicCall<{ token: string; password: string }>): Promise<{ output: Record<string, never> }> => {
    const { input, atGate, vault, keysOf, now, origin } = call
    const opened = await atGate((gate) => openTicket<{ revision: number }>(gate, vault, input.token, 'reset'))
    // A link is of the password that was forgotten, not of one that was set since.
    if (opened.facts.revision !== opened.row.revision) throw new AppError('link.invalid')
    await refuseWeak(input.password, await atGate((gate) => askedOf({ gate, vault, keysOf, now }, opened.account)))
    const passwordHash = await vault.hashPassword(input.password)
    await atGate(async (gate) => {
      await useLink(gate, opened.ticket)
      const row = await lockAccount(gate, opened.row.account)
      if (row.revision !== opened.row.revision) throw new AppError('link.invalid')
      const ended = { act: 'password.reset', session: null } as const
      const account = await setPassword(gate, vault, tokenKey, row, passwordHash, ended)
      const aside = await endFactors('password.reset', now, {
        gate,
        vault,
        tokenKey,
        account,
        whenNoneIsLeft: () => canColleaguesHelp({ gate, vault, keysOf }, row.account),
      })
      tellOfPassword(gate, call, account, origin.device, aside)
      await recordEverywhere(gate, call, row.account, {
        verb: 'password.reset',
        outcome: 'changed',
        facts: { factorsGone: aside.gone.length },
      })
    })
    return { output: {} }
  }
}
