import type { mailRoutes } from '@candour/contract/mails.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { readAccount } from '../accounts/find-account.ts'
import { mails } from './mails.store.ts'
import { mailPlace, type MailFacts } from './queue-mail.ts'
import { writeMail } from './write-mail.ts'

/**
 * What waits to be sent, newest first, with the links in it. For an installation without a mail server, asked from its own
 * machine; to everybody else there is no such page: `route.not_found`.
 */
export function showOutbox(isOffered: boolean) {
  return async (call: PublicCall<unknown>): Promise<{ output: OutputOf<typeof mailRoutes.outbox> }> => {
    const { atThisMachine, vault, keysOf } = call
    if (!isOffered || !atThisMachine) throw new AppError('route.not_found')
    return call.atGate(async (gate) => {
      const shown: OutputOf<typeof mailRoutes.outbox>['mails'] = []
      for (const { practice, mail, account, created_at: at } of await mails.waiting(gate)) {
        const tx = gate.within(practice)
        const sealed = await mails.read(tx, mail)
        if (sealed === null) continue
        const key = account === null ? (await keysOf(tx)).record : (await readAccount(gate, vault, account)).key
        const { to, words } = JSON.parse(vault.open(key, mailPlace(mail), sealed).toString()) as MailFacts
        const { subject, text } = writeMail(words)
        shown.push({ id: mail, at: at.toISOString(), to, subject, text, action: words.action ?? null })
      }
      return { output: { mails: shown } }
    })
  }
}
