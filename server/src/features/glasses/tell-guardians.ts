import { showDayAndTime } from '@candour/contract/formatting.ts'
import { glassReasons } from '@candour/contract/glasses.ts'
import { isAllowedSomewhere } from '@candour/contract/permissions.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { membersToTell, type ApprovedMember } from '../members/approved-members.ts'
import { nameToTell } from '../members/read-member.ts'
import { addNotice } from '../notices/add-notice.ts'

const daysOfUse = 7

/** By notice and by mail, at once: who broke a glass and why; never whose record it was. */
export async function tellGuardians(
  call: Call<unknown>,
  { id, reason, until }: { id: string; reason: keyof typeof glassReasons; until: Date },
  publicOrigin: string,
): Promise<void> {
  const { now, actor } = call
  const people = await membersToTell(call)
  const name = await nameToTell(call, actor.member)
  const what = `${name} broke the glass and opened a restricted record. The reason: ${glassReasons[reason].toLowerCase()}.`
  await addNotice(
    call,
    'A restricted record was opened by emergency access',
    `${what} It is open to them until ${showDayAndTime(until)}. Look at it, and settle it under Emergency access.`,
    id,
    4,
  )
  // Administrators in any case: from whom it was taken sees at least that a glass was broken.
  const mayReview = ({ level, grants = [] }: ApprovedMember) =>
    level === 4 || isAllowedSomewhere(level, grants, 'glass.review', now)
  for (const guardian of people.filter(mayReview))
    queueMail(call, {
      kind: 'alert',
      to: { name: guardian.name, address: guardian.email },
      notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject: 'A restricted record was opened by emergency access',
        greeting: `Hello ${guardian.name},`,
        paragraphs: [
          what,
          `It was done on ${showDayAndTime(now)} from ${actor.origin.device}. The record is open to them until ${showDayAndTime(until)}.`,
          'You can end it before, and you settle whether it was right.',
        ],
        action: { label: 'Look at it', url: `${publicOrigin}/emergency-access` },
        footer: ['You get this because you look after the records of the practice. It never says whose record it was.'],
      },
    })
}
