import type { Within } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { membersToTell, type ApprovedMember } from '../members/approved-members.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { showPractice } from '../practices/show-practice.ts'
import { handlersOf } from './handlers.ts'

const daysOfUse = 7

interface Telling {
  /** By which it is found again; told anew, it stands there anew. */
  notice: string
  heading: string
  text: string
  url: string
  /** Whom the case is about: neither notice nor mail, as long as there is somebody else. */
  notFor: string | null
  /** Who knows it already: no mail. */
  by: string | null
}

/** A notice for level 3 and 4, and a mail to each who handles incidents. Nothing that somebody wrote stands in either. */
export async function tellHandlers(within: Within, telling: Telling): Promise<void> {
  const { notice, heading, text, url, notFor, by } = telling
  const people = await peopleOf(within)
  const others = people.filter(({ member }) => member !== notFor)
  const isTheirs = others.length === 0
  const { name: practice } = await showPractice(within)
  await withdrawNotice(within, notice)
  await addNotice(within, heading, text, notice, 3, isTheirs ? null : notFor)
  for (const { name, email, member } of isTheirs ? people : others) {
    if (member === by) continue
    queueMail(within, {
      kind: 'alert',
      to: { name, address: email },
      notAfter: new Date(within.now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject: `${heading}: ${practice}`,
        greeting: `Hello ${name},`,
        paragraphs: [text],
        action: { label: 'Open the case', url },
        footer: [`You get this because you handle incidents at ${practice}.`],
      },
    })
  }
}

async function peopleOf(within: Within): Promise<ApprovedMember[]> {
  const { people } = await handlersOf(within)
  // Where the permission was taken from everybody, administrators are told: they can give it again.
  return people.length > 0 ? people : (await membersToTell(within)).filter(({ level }) => level === 4)
}
