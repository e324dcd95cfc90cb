import type { Within } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { addNotice } from '../notices/add-notice.ts'
import { membersToTell } from './approved-members.ts'

const daysOfUse = 7

/** A notice that administrators alone see, and a mail to each of them, but for who tells it. */
export async function tellAdministrators(
  within: Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>,
  by: string,
  { heading, text, practice }: { heading: string; text: string; practice: string },
): Promise<void> {
  await addNotice(within, heading, text, undefined, 4)
  for (const { name, email, level, member } of await membersToTell(within)) {
    if (level < 4 || member === by) continue
    queueMail(within, {
      kind: 'alert',
      to: { name, address: email },
      notAfter: new Date(within.now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject: heading,
        greeting: `Hello ${name},`,
        paragraphs: [text],
        footer: [`You get this because you are an administrator of ${practice}.`],
      },
    })
  }
}
