import { alertRules } from '@candour/contract/alerts.ts'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { approvedMembers, membersToTell, type ApprovedMember } from '../members/approved-members.ts'
import { nameMembers } from '../members/list-members.ts'
import { addNotice } from '../notices/add-notice.ts'
import { showPractice } from '../practices/show-practice.ts'
import { alertWords } from './alert-words.ts'
import { alerts } from './alerts.store.ts'
import type { Found } from './memory.ts'
import { reviewersAmong } from './reviewers.ts'
import { alertId, sealAlert, type AlertFacts } from './sealed-alert.ts'

const daysOfUse = 7

/**
 * Raised once, with its notice, and a mail to each who settles such where it is serious; never to whom it is about, unless they
 * are the only one. False when it was raised before.
 */
export async function raiseAlert(within: Within, found: Found, publicOrigin: string): Promise<boolean> {
  const { rule, member, at } = found
  const id = alertId(within, found)
  const people = await peopleOf(within)
  const facts: AlertFacts = {
    ...found,
    facts: { ...found.facts, ...whoSaid(found, people) },
    at: new Date(at).toISOString(),
    steps: [],
  }
  if (!(await alerts.insert(within.tx, sealAlert(within, id, 1, facts)))) return false
  const { title, serious } = alertRules[rule]
  const { reviewers, isWhole, nameOf } = people
  const others = reviewers.filter((one) => one.member !== member)
  const isTheirs = isWhole && others.length === 0
  const { what, brief = what } = alertWords(facts, member === null ? '' : (nameOf(member) ?? 'A member'))
  await addNotice(within, title, `${brief} Look at it, and settle it, under Alerts.`, id, 3, isTheirs ? null : member)
  if (!serious) return true
  const practice = (await showPractice(within)).name
  for (const { name, email } of isTheirs ? reviewers : others)
    queueMail(within, {
      kind: 'alert',
      to: { name, address: email },
      notAfter: new Date(within.now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject: `${title} at ${practice}`,
        greeting: `Hello ${name},`,
        paragraphs: [
          brief,
          `It was noticed on ${showDayAndTime(within.now)}. What it comes from, and what one might do, stands in Candour.`,
        ],
        action: { label: 'Look at it', url: `${publicOrigin}/alerts/${id}` },
        footer: [`You get this because you settle alerts at ${practice}. Whoever it is about gets none.`],
      },
    })
  return true
}

interface People {
  all: ApprovedMember[]
  reviewers: ApprovedMember[]
  /** False where somebody was altered outside Candour, who may be one of the reviewers. */
  isWhole: boolean
  nameOf(member: string): string | undefined
}

/** Whoever was altered outside Candour is written to nowhere, and keeps nobody else from being told. */
async function peopleOf(within: Within): Promise<People> {
  try {
    const [people, names] = [await approvedMembers(within), await nameMembers(within)]
    const nameOf = (member: string) => names.get(member)?.name
    return { all: people, reviewers: reviewersAmong(people, within.now), isWhole: true, nameOf }
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    const people = await membersToTell(within)
    const nameOf = (wanted: string) => people.find(({ member }) => member === wanted)?.name
    return { all: people, reviewers: reviewersAmong(people, within.now), isWhole: false, nameOf }
  }
}

/** Of a record that was said to be the member's own: when, and by whom where that was another, who may be wrong, or mean harm. */
function whoSaid({ member, facts }: Found, { all, nameOf }: People): AlertFacts['facts'] {
  const said = facts['signs'] === 'said' ? all.find((one) => one.member === member)?.ownRecord : null
  if (!said) return {}
  return { saidAt: said.at, ...(said.by === member ? {} : { saidBy: nameOf(said.by) ?? 'somebody else' }) }
}
