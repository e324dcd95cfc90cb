import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { mostInARow } from '../accounts/throttle.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'

const daysOfUse = 3

/** Somebody tries passwords: their person is told, at the tenth in a row and when it is switched off (P19). */
export function tellOfFailures(
  gate: GateTransaction,
  { vault, now, origin }: Pick<PublicCall<unknown>, 'vault' | 'now' | 'origin'>,
  account: OpenedAccount,
  isOff: boolean,
): void {
  const { name, email } = account.facts
  queueAccountMail(gate, vault, account, {
    kind: 'alert',
    to: { name, address: email },
    notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
    words: {
      subject: isOff ? 'Your Candour password was switched off' : 'Somebody tries passwords for your Candour account',
      greeting: `Hello ${name},`,
      paragraphs: isOff
        ? [
            `A wrong password was given ${mostInARow} times in a row for your account, the last time on ${showDayAndTime(now)}.`,
            'On devices that have not signed in before, your password opens nothing now. Where you have signed in before, it still does.',
          ]
        : [
            `A wrong password was given ten times in a row for your account, the last time on ${showDayAndTime(now)} from ${origin.device}.`,
            'Nobody came in by it. Where you have signed in before, you are not held up.',
          ],
      footer: isOff
        ? ['To switch it on again everywhere, choose “Forgotten your password?” where you sign in.']
        : ['If that was you, choose “Forgotten your password?” where you sign in. If not, there is nothing to do.'],
    },
  })
}
