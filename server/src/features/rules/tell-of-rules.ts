import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Rules } from '@candour/contract/rules.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { readMember } from '../members/read-member.ts'
import { tellAdministrators } from '../members/tell-administrators.ts'
import { addNotice } from '../notices/add-notice.ts'
import { showPractice } from '../practices/show-practice.ts'
import { lockedOut } from './check-rules.ts'

const daysOfUse = 7

/** Nobody is shut out by rules behind the others' backs: what is open from where, and when, is told where it changes. */
export async function tellOfRules(call: Call<{ rules: Rules }>, before: Rules): Promise<void> {
  const { actor, input, now } = call
  const partsOf = ({ addresses, members }: Rules) => JSON.stringify([addresses, members])
  if (partsOf(before) === partsOf(input.rules)) return
  const { name } = await readMember(call, actor.member)
  const { name: practice } = await showPractice(call)
  const known = new Set((await lockedOut(call, before)).map(({ member }) => member.member))
  const out = (await lockedOut(call, input.rules)).filter(({ member }) => !known.has(member.member))
  const what = `${name} changed on ${showDayAndTime(now)} from where, or when, ${practice} can be opened.`
  const whom =
    out.length === 0
      ? ''
      : ` Where they worked last these can’t any more: ${out.map(({ member }) => member.name).join('; ')}.`
  await tellAdministrators(call, actor.member, {
    practice,
    heading: 'The rules for coming in were changed',
    text: `${what}${whom} If that was not agreed, look at the rules, or ask whoever runs your Candour: they can open them.`,
  })
  for (const { member, why } of out) {
    if (member.level === 4) continue
    const instead =
      why === 'access.wrong_address' ? 'from where you worked last' : 'at the time at which you worked last'
    queueMail(call, {
      kind: 'access-changed',
      to: { name: member.name, address: member.email },
      notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject: `Where and when you can open ${practice}`,
        greeting: `Hello ${member.name},`,
        paragraphs: [what, `You can’t open it any more ${instead}.`],
        footer: ['If you need it there or then, ask an administrator of your practice.'],
      },
    })
  }
}

/** What makes it easier to get in as an administrator is seen by all of them, with who did it and why. */
export async function tellOfPasskeys(call: Call<{ rules: Rules; reason: string }>): Promise<void> {
  const { name } = await readMember(call, call.actor.member)
  const text = `${name} changed the rules: administrators no longer need a passkey. The reason: ${call.input.reason}`
  await addNotice(call, 'Administrators no longer need a passkey', text, undefined, 4)
}
