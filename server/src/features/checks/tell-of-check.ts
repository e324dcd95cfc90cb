import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { membersToTell } from '../members/approved-members.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { showPractice } from '../practices/show-practice.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { resourceId } from '../resources/resource-id.ts'
import type { Check, Finding } from './check.ts'

const daysOfUse = 7

/** The administrators get a notice and a mail when a check of theirs begins to fail, and when it is well again. */
export async function tellOfCheck(within: Within, check: Check, finding: Finding, publicOrigin: string): Promise<void> {
  const { now } = within
  const failing = finding.state === 'failing'
  const name = check.title.replace(/\.$/, '')
  const heading = failing ? `A check is failing: ${name}` : `Well again: ${name}`
  const noticeOf = (state: Finding['state']) => resourceId(within, 'Notice', `check ${check.name} ${state}`)
  await withdrawNotice(within, noticeOf(failing ? 'well' : 'failing'))
  await addNotice(within, heading, `${finding.what} It stands under Integrity.`, noticeOf(finding.state), 4)
  const practice = await nameOf(within)
  for (const { name: person, email, level } of await membersToTell(within)) {
    if (level < 4) continue
    queueMail(within, {
      kind: 'alert',
      to: { name: person, address: email },
      notAfter: new Date(now.getTime() + daysOfUse * 86_400_000),
      words: {
        subject: `${failing ? 'A check is failing' : 'A check is well again'} at ${practice}`,
        greeting: `Hello ${person},`,
        paragraphs: [`${name}: ${finding.what}`, `That was found on ${showDayAndTime(now)}.`],
        action: { label: 'Look at it', url: `${publicOrigin}/integrity` },
        footer: [`You get this because you are an administrator of ${practice}.`],
      },
    })
  }
}

/** What is altered may be the practice's own row: it is told of all the same. */
async function nameOf(within: Within): Promise<string> {
  try {
    return (await showPractice(within)).name
  } catch (error) {
    if (error instanceof SealBroken) return 'your practice'
    throw error
  }
}
