import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Origin } from '../../platform/access/actor.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { sessions } from './sessions.store.ts'
import { queueAccountMail, type MailKind } from '../mails/queue-mail.ts'

const daysOfUse = 3

function tell(
  gate: GateTransaction,
  vault: Vault,
  account: OpenedAccount,
  now: Date,
  mail: { kind: MailKind; subject: string; paragraphs: string[]; footer: string },
): void {
  const { name, email } = account.facts
  queueAccountMail(gate, vault, account, {
    kind: mail.kind,
    to: { name, address: email },
    notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
    words: { subject: mail.subject, greeting: `Hello ${name},`, paragraphs: mail.paragraphs, footer: [mail.footer] },
  })
}

const notYou =
  'If that was not you, sign in, press “Not me” on the home page, and choose a new password. Or tell an administrator of your practice at once.'

/** The first device of an account is where it began: nobody needs to be told of it. Answers whether somebody was. */
export async function tellOfDevice(
  gate: GateTransaction,
  vault: Vault,
  account: OpenedAccount,
  { device, address }: Origin,
  now: Date,
): Promise<boolean> {
  if (!(await sessions.any(gate, account.account))) return false
  tell(gate, vault, account, now, {
    kind: 'new-device',
    subject: 'A sign-in to Candour from a new device',
    paragraphs: [
      `Your account was used at a device for the first time: ${device}, from the address ${address}, on ${showDayAndTime(now)}.`,
      'If that was you, there is nothing to do.',
    ],
    footer: notYou,
  })
  return true
}

export function tellOfEnd(
  gate: GateTransaction,
  vault: Vault,
  account: OpenedAccount,
  origin: Origin,
  now: Date,
  what: string,
  more: string[] = [],
): void {
  tell(gate, vault, account, now, {
    kind: 'alert',
    subject: 'Your sessions in Candour were ended',
    paragraphs: [
      what,
      `It was done on ${showDayAndTime(now)} from ${origin.device}, address ${origin.address}.`,
      ...more,
    ],
    footer: notYou,
  })
}

export function tellOfClosedSeat(
  gate: GateTransaction,
  vault: Vault,
  account: OpenedAccount,
  origin: Origin,
  now: Date,
): void {
  tell(gate, vault, account, now, {
    kind: 'alert',
    subject: 'Your short code was tried five times',
    paragraphs: [
      `Five wrong codes were given for you on ${showDayAndTime(now)} at a computer that you use: ${origin.device}, address ${origin.address}.`,
      'The code is off there until you sign in with your password once more.',
    ],
    footer: notYou,
  })
}
