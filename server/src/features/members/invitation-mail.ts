import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { MailWords } from '../mails/write-mail.ts'

export function invitationMail(asked: {
  name: string
  practice: string
  by: string
  link: string
  expiresAt: Date
}): MailWords {
  const { name, practice, by, link, expiresAt } = asked
  return {
    subject: `${practice} invites you to Candour`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `${by} invites you to the records of ${practice}.`,
      'Set your password, then somebody at the practice approves you. Until then you see nothing.',
    ],
    action: { label: 'Accept the invitation', url: link },
    footer: [
      `The link works once, until ${showDayAndTime(expiresAt)}.`,
      'If you did not expect this, do nothing: without the link nobody comes in.',
    ],
  }
}
