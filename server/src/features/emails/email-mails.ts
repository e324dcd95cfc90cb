import { showDayAndTime } from '@candour/contract/formatting.ts'
import { tellOfSetAside, type SetAside } from '../factors/set-aside.ts'
import type { MailWords } from '../mails/write-mail.ts'

export function changeMail(name: string, link: string): MailWords {
  return {
    subject: 'Confirm your new email for Candour',
    greeting: `Hello ${name},`,
    paragraphs: ['You asked to sign in to Candour with this email from now on. Until you confirm it, nothing changes.'],
    action: { label: 'Use this email', url: link },
    footer: ['The link works once, for one hour.', 'If you did not ask for this, do nothing.'],
  }
}

/** To the owner of an email that somebody else asked for. It names nobody. */
export function takenMail(): MailWords {
  return {
    subject: 'Your email was asked for by another account',
    greeting: 'Hello,',
    paragraphs: [
      'Somebody asked to sign in to Candour with this email. It belongs to your account already, so nothing was changed.',
    ],
    footer: ['There is nothing to do. If you have two accounts, sign in to the other one with an email of its own.'],
  }
}

/** To the old email. */
export function changedMail(asked: { name: string; email: string; link: string; now: Date; days: number }): MailWords {
  const { name, email, link, now, days } = asked
  return {
    subject: 'Your email for Candour was changed',
    greeting: `Hello ${name},`,
    paragraphs: [
      `Since ${showDayAndTime(now)} you sign in to Candour with ${email}.`,
      'If that was you, there is nothing to do.',
    ],
    action: { label: 'It was not me', url: link },
    footer: [
      `For ${days} days this link brings your old email back, ends all sessions and switches the password off.`,
      'Then choose a new password, and tell an administrator of your practice.',
    ],
  }
}

/** To the old email, which counts again. */
export function takenBackMail(name: string, now: Date, aside: SetAside): MailWords {
  return {
    subject: 'Your email for Candour is as it was',
    greeting: `Hello ${name},`,
    paragraphs: [
      `On ${showDayAndTime(now)} the change of your email was taken back. All sessions have ended.`,
      'Your password opens nothing any more. Choose “Forgotten your password?” where you sign in, and set a new one.',
      ...tellOfSetAside(aside),
    ],
    footer: ['Tell an administrator of your practice that somebody else was in your account.'],
  }
}
