import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { queueAccountMail, queueMail } from '../mails/queue-mail.ts'
import type { MailWords } from '../mails/write-mail.ts'
import type { ApprovedMember } from '../members/approved-members.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import type { RecoveryPractice } from './recovery.ts'

const daysOfUse = 1

interface Telling {
  gate: GateTransaction
  vault: Vault
  keysOf: PracticeKeySource
  now: Date
  /** Null where no page has anything more to do. */
  publicOrigin: string | null
}

function mailTo(name: string, address: string, now: Date, words: Omit<MailWords, 'greeting'>) {
  const notAfter = new Date(now.getTime() + daysOfUse * 86_400_000)
  return { kind: 'alert' as const, to: { name, address }, notAfter, words: { greeting: `Hello ${name},`, ...words } }
}

/** The person: somebody used their password, and hopefully it was them. */
function tellPerson(
  { gate, vault, now }: Telling,
  account: OpenedAccount,
  subject: string,
  paragraphs: string[],
): void {
  const { name, email } = account.facts
  const footer = ['If that was not you, tell an administrator of your practice at once: they can cancel it.']
  queueAccountMail(gate, vault, account, mailTo(name, email, now, { subject, paragraphs, footer }))
}

async function tellColleagues(
  { gate, vault, keysOf, now, publicOrigin }: Telling,
  practice: string,
  colleagues: ApprovedMember[],
  subject: string,
  paragraphs: string[],
): Promise<void> {
  const tx = gate.within(practice)
  const keys = await keysOf(tx)
  const action = publicOrigin === null ? {} : { action: { label: 'Open the team', url: `${publicOrigin}/team` } }
  const footer = ['You get this because you look after the people of your practice in Candour.']
  for (const { name, email } of colleagues)
    queueMail({ tx, vault, keys }, mailTo(name, email, now, { subject, paragraphs, ...action, footer }))
}

/** Somebody asks: whoever looks after the practice's people has a notice and a mail, the person a mail. */
export async function tellOfStart(
  telling: Telling,
  account: OpenedAccount,
  recovery: string,
  practices: RecoveryPractice[],
  from: string,
): Promise<void> {
  const { gate, vault, keysOf, now } = telling
  for (const { practice, member, colleagues } of practices) {
    const tx = gate.within(practice)
    const heading = `${member.name} asks for help: their second factor is lost`
    const text =
      'Two colleagues who have spoken to them, one of them administrator, confirm it on the team page, by the number that they read out. It ends by itself after an hour.'
    await addNotice({ tx, vault, keys: await keysOf(tx) }, heading, text, recovery, 3)
    const looking = colleagues.filter(({ level }) => level >= 3)
    await tellColleagues(telling, practice, looking, heading, [
      `They gave the right password on ${showDayAndTime(now)}, from ${from}.`,
      'Speak to them, by phone or face to face. If it is really them, they read out a number, and you confirm it on the team page. If it is not, cancel it there.',
    ])
  }
  tellPerson(telling, account, 'Your colleagues were asked to let you in again', [
    `On ${showDayAndTime(now)} somebody who knows your password asked for it, from ${from}.`,
    'Nothing is opened until two of your colleagues have spoken to you.',
  ])
}

export type RecoveryEnd = 'cancelled' | 'opened' | 'done'

interface EndWords {
  subject: (name: string) => string
  text: string
  /** To the person themselves. */
  own: string
  ownText?: string
}

const ends: Record<RecoveryEnd, EndWords> = {
  cancelled: {
    subject: (name) => `The request of ${name} was cancelled`,
    text: 'Nothing was opened and nothing changed.',
    own: 'The request to let you in again was cancelled',
  },
  opened: {
    subject: (name) => `${name} was let in to set up a new second factor`,
    text: 'All their other sessions have ended.',
    own: 'Your colleagues let you in to set up a new second factor',
    ownText: 'All your other sessions have ended.',
  },
  done: {
    subject: (name) => `${name} has a new second factor`,
    text: 'The old ones, and the old recovery codes, open nothing any more.',
    own: 'You have a new second factor',
  },
}

/** How it came out: told to the person, whoever confirmed it, and every administrator. */
export async function tellOfEnd(
  telling: Telling,
  account: OpenedAccount,
  recovery: string | null,
  practices: RecoveryPractice[],
  end: RecoveryEnd,
): Promise<void> {
  const { subject, own, text, ownText } = ends[end]
  const at = `It was on ${showDayAndTime(telling.now)}.`
  for (const { practice, member, colleagues, confirmedBy } of practices) {
    if (recovery !== null) await withdrawNotice({ tx: telling.gate.within(practice) }, recovery)
    const told = colleagues.filter((one) => one.level === 4 || confirmedBy.includes(one))
    const names = confirmedBy.map(({ name }) => name).join(' and ')
    const by = names === '' ? [] : [`Confirmed by ${names}.`]
    await tellColleagues(telling, practice, told, subject(member.name), [text, ...by, at])
  }
  tellPerson(telling, account, own, [ownText ?? text, at])
}
