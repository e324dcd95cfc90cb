import { showDayAndTime } from '@candour/contract/formatting.ts'
import { permissionWords } from '@candour/contract/permission-words.ts'
import { levels, type Grant, type Level, type Permission } from '@candour/contract/permissions.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { queueMail, type MailKind } from '../mails/queue-mail.ts'
import type { MailWords } from '../mails/write-mail.ts'
import { showPractice } from '../practices/show-practice.ts'
import { authorOf } from './author-of.ts'
import { openMember, type MemberFacts } from './member-facts.ts'
import { members } from './members.store.ts'

type Acting = Within & { actor: MemberActor }
type Person = Pick<MemberFacts, 'name' | 'email'>
type Words = Pick<MailWords, 'subject' | 'paragraphs'> & Partial<Pick<MailWords, 'action' | 'footer'>>

const daysOfUse = 7

/** What somebody may do is not changed behind their back. The reason stays in Candour: a mail is read by others. */
async function tell(within: Within, kind: MailKind, { name, email }: Person, words: Words): Promise<void> {
  const { name: practice } = await showPractice(within)
  queueMail(within, {
    kind,
    to: { name, address: email },
    notAfter: new Date(within.now.getTime() + daysOfUse * 86_400_000),
    words: {
      greeting: `Hello ${name},`,
      footer: [`This is about your access to the records of ${practice}. Ask the practice when it is not as agreed.`],
      ...words,
    },
  })
}

const practiceOf = async (within: Within) => (await showPractice(within)).name
const whoActs = async (within: Acting) => (await authorOf(within, within.actor)).name

export async function tellOfGrant(
  within: Acting,
  person: Person,
  permission: Permission,
  after: Pick<Grant, 'given' | 'until'> | undefined,
  at: string | undefined,
): Promise<void> {
  const practice = await practiceOf(within)
  const until = after === undefined || after.until === null ? '' : `, until ${showDayAndTime(after.until)}`
  const what =
    after === undefined
      ? 'is again as your level says'
      : after.given
        ? `is given to you beyond your level${until}`
        : `is withdrawn from you${until}`
  await tell(within, 'access-changed', person, {
    subject: `What you may do at ${practice} was changed`,
    paragraphs: [
      `To ${permissionWords[permission].may}${at === undefined ? '' : `, at ${at}`}: this ${what}.`,
      `${await whoActs(within)} decided so on ${showDayAndTime(within.now)}. Your page in Candour has the reason.`,
    ],
  })
}

export async function tellOfLevel(within: Acting, person: Person, before: Level, after: Level): Promise<void> {
  const practice = await practiceOf(within)
  const when = showDayAndTime(within.now)
  if (after === 0) {
    await tell(within, 'access-changed', person, {
      subject: `Your access to ${practice} has ended`,
      paragraphs: [
        `It ended on ${when}, and with it every session of yours there.`,
        'What you wrote stays in the records, under your name.',
      ],
    })
    return
  }
  await tell(within, 'access-changed', person, {
    subject: before === 0 ? `You have access to ${practice} again` : `Your level at ${practice} was changed`,
    paragraphs: [
      before === 0
        ? `You are ${levels[after]} there from now on.`
        : `You are ${levels[after]} there from now on; before, you were ${levels[before]}.`,
      `${await whoActs(within)} decided so on ${when}. Your page in Candour has the reason.`,
    ],
  })
}

/** Whoever says a record to be somebody's own makes them read as having opened it: they hear of it, without what was said. */
export async function tellOfOwnRecord(within: Acting, person: Person, what: 'said' | 'took back'): Promise<void> {
  const practice = await practiceOf(within)
  const [who, when] = [await whoActs(within), showDayAndTime(within.now)]
  await tell(within, 'access-changed', person, {
    subject: `Your page at ${practice} was changed`,
    paragraphs:
      what === 'said'
        ? [
            `${who} said for you which record is your own, on ${when}, so that Candour watches over it. Nobody is told whether there is such a record.`,
            'In Candour, under Signing in, you see what was said. There you can say it anew, or take it back.',
          ]
        : [
            `${who} took back which record is your own, on ${when}.`,
            'If that was not agreed with you, say it anew in Candour, under Signing in.',
          ],
    footer: [`This is about your page at ${practice}. Ask the practice when it is not as agreed.`],
  })
}

export async function tellOfApproval(within: Acting, person: Person, level: Level, origin: string): Promise<void> {
  const practice = await practiceOf(within)
  await tell(within, 'member-approved', person, {
    subject: `${practice} has let you in`,
    paragraphs: [`You are ${levels[level]} there. Sign in with this email address and your password.`],
    action: { label: 'Sign in', url: `${origin}/sign-in` },
  })
}

/** Somebody accepted: whoever invited them hears that they wait, if they still work there. */
export async function tellInviter(within: Within, person: MemberFacts, origin: string): Promise<void> {
  const by = person.invited === undefined ? null : await members.read(within.tx, person.invited.by)
  if (by?.state !== 'approved' || by.level === 0) return
  await tell(within, 'member-waiting', openMember(within, by), {
    subject: `${person.name} waits for your approval`,
    paragraphs: [
      `${person.name} accepted your invitation to ${await practiceOf(within)}, and sees nothing until somebody approves.`,
    ],
    action: { label: 'Look at the team', url: `${origin}/team` },
  })
}
