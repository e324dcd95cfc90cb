import { showDayAndTime } from '@candour/contract/formatting.ts'
import { mayDo } from '@candour/contract/permissions.ts'
import type { Call, Within } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { membersToTell } from '../members/approved-members.ts'
import { nameToTell } from '../members/read-member.ts'
import { addNotice } from '../notices/add-notice.ts'
import type { OpenedRequest, RequestFacts } from './support-request.ts'

const daysOfUse = 1

async function mailDeciders(
  within: Within,
  subject: string,
  paragraphs: string[],
  publicOrigin: string,
): Promise<void> {
  const people = await membersToTell(within)
  for (const { name, email } of people.filter(({ level }) => mayDo(level, 'support.decide')))
    queueMail(within, {
      kind: 'alert',
      to: { name, address: email },
      notAfter: new Date(within.now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject,
        greeting: `Hello ${name},`,
        paragraphs,
        action: { label: 'Open Support', url: `${publicOrigin}/support-access` },
        footer: ['You get this because you manage the practice in Candour.'],
      },
    })
}

const duration = (minutes: number) =>
  minutes < 60 ? `${minutes} minutes` : minutes === 60 ? 'an hour' : `${minutes / 60} hours`

/** By notice and by mail, to those who decide. */
export async function tellOfRequest(
  within: Within,
  { request, facts }: OpenedRequest,
  publicOrigin: string,
): Promise<void> {
  const { name, email, reason, minutes } = facts
  const heading = `${name} of the operator’s support asks to be let in`
  const what = `For ${duration(minutes)}, to read: ${reason}`
  await addNotice(within, heading, `${what} Decide under Support.`, request, 3)
  await mailDeciders(
    within,
    heading,
    [
      what,
      `They are signed in as ${email}. Nothing opens to them until one of you approves it, and it ends by itself after a day.`,
      'If nobody of you read a code out to support, refuse it, and tell the operator.',
    ],
    publicOrigin,
  )
}

/** By mail, to all who decide: one alone has let somebody in. */
export async function tellOfApproval(
  call: Call<unknown>,
  { name, reason, until }: RequestFacts,
  publicOrigin: string,
): Promise<void> {
  const by = await nameToTell(call, call.actor.member)
  await mailDeciders(
    call,
    `Support was let in by ${by}`,
    [
      `${name} can read patients’ records until ${showDayAndTime(new Date(until!))}: ${reason}`,
      'Restricted records stay closed to them. All that they look at is entered, and can be gone through step by step. You can end it at any time.',
    ],
    publicOrigin,
  )
}
