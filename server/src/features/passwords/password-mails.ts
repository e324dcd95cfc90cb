import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Tools } from '../../platform/http/endpoint.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { tellOfSetAside, type SetAside } from '../factors/set-aside.ts'
import { queueAccountMail } from '../mails/queue-mail.ts'
import type { MailWords } from '../mails/write-mail.ts'

const daysOfUse = 3

export function resetMail(name: string, link: string, device: string): MailWords {
  return {
    subject: 'Set a new Candour password',
    greeting: `Hello ${name},`,
    paragraphs: [
      `Somebody, most likely you, asked from ${device} for a new password of your Candour account.`,
      'Where you have a second factor, it is asked for afterwards as always. One that was your first, and is younger than 7 days, is taken away by it.',
    ],
    action: { label: 'Set a new password', url: link },
    footer: ['The link works once, for ten minutes.', 'If it was not you, do nothing: your password stays as it is.'],
  }
}

/** Whoever sets a password does not do so behind its owner's back. */
export function tellOfPassword(
  gate: GateTransaction,
  { vault, now }: Pick<Tools, 'vault' | 'now'>,
  account: OpenedAccount,
  device: string,
  aside: SetAside | null = null,
): void {
  const { name, email } = account.facts
  queueAccountMail(gate, vault, account, {
    kind: 'password-changed',
    to: { name, address: email },
    notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
    words: {
      subject: 'Your Candour password was changed',
      greeting: `Hello ${name},`,
      paragraphs: [
        `The password of your account was changed on ${showDayAndTime(now)} from ${device}.`,
        'Everywhere else you were signed out.',
        ...(aside === null ? [] : tellOfSetAside(aside)),
      ],
      footer: [
        'If that was not you, choose “Forgotten your password?” where you sign in, and tell an administrator of your practice.',
      ],
    },
  })
}
