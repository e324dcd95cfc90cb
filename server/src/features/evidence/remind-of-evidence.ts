import { reminderDays } from '@candour/contract/evidence.ts'
import { showDate } from '@candour/contract/formatting.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { membersToTell, type ApprovedMember } from '../members/approved-members.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { everyPractice } from '../practices/find-practices.ts'
import { showPractice } from '../practices/show-practice.ts'
import { resourceId } from '../resources/resource-id.ts'
import { dayOf } from './day-of.ts'
import { evidences } from './evidence.store.ts'
import { keepOwner, openOwners, type NamedOwner } from './owners.ts'
import { openAllEvidence, type FiledEvidenceOf } from './sealed-evidence.ts'

/** Days after which somebody is asked again for evidence that was never filed, or has expired. */
const againAfterDays = 14
const dayMs = 86_400_000
const daysOfUse = 7

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

/** The notice that asks for the evidence of a promise. */
const noticeOf = (keys: Keys, promise: string) => resourceId(keys, 'Notice', `evidence ${promise}`)

/** What it asked for is there. */
export async function withdrawReminder(within: Keys, promise: string): Promise<void> {
  await withdrawNotice(within, noticeOf(within, promise))
}

interface Due {
  /** Said once: which evidence, and at which of the days. */
  what: string
  text: string
}

/** What its owner is to be told today; null where there is nothing to say, or it was said. */
export function dueFor(
  sentence: string,
  newest: Pick<FiledEvidenceOf, 'id' | 'facts'> | undefined,
  { facts, chasedAt }: Pick<NamedOwner, 'facts' | 'chasedAt'>,
  now: Date,
): Due | null {
  const today = dayOf(now)
  const isTime = chasedAt === null || now.getTime() - chasedAt.getTime() >= againAfterDays * dayMs - dayMs / 2
  if (newest === undefined)
    return isTime || facts.reminded !== 'missing'
      ? { what: 'missing', text: `There is no evidence yet that “${sentence}”.` }
      : null
  const { expiresOn, title } = newest.facts
  const left = Math.round((Date.parse(expiresOn) - Date.parse(today)) / dayMs)
  if (left < 0) {
    const what = `${newest.id} over`
    return facts.reminded === what && !isTime ? null : { what, text: `“${title}” expired on ${showDate(expiresOn)}.` }
  }
  const due = reminderDays.filter((days) => left <= days).at(-1)
  if (due === undefined) return null
  const what = `${newest.id} ${due}`
  return facts.reminded === what ? null : { what, text: `“${title}” expires on ${showDate(expiresOn)}.` }
}

interface Asking {
  /** The sentences of the promises that need evidence, by id. */
  sentences: ReadonlyMap<string, string>
  publicOrigin: string
}

/** Asks each owner for what is missing or expires, by notice and mail. False where there was nothing to say. */
export async function remindOfEvidence(
  work: PracticeWork,
  practice: string,
  { sentences, publicOrigin }: Asking,
): Promise<boolean> {
  const told = await work(practice, 'evidence.remind', async (within) => {
    await evidences.forget(within.tx)
    const { filed } = await openAllEvidence(within)
    const people = new Map((await membersToTell(within)).map((one) => [one.member, one]))
    let count = 0
    for (const [promise, owner] of await openOwners(within)) {
      const sentence = sentences.get(promise)
      const person = people.get(owner.facts.member)
      if (sentence === undefined || person === undefined) continue
      const due = dueFor(sentence, filed.get(promise)?.[0], owner, within.now)
      if (due === null) continue
      await tell(within, person, promise, due, publicOrigin)
      await keepOwner(within, { ...owner.facts, reminded: due.what }, within.now)
      count += 1
    }
    return count > 0 ? true : null
  })
  return told === true
}

async function tell(
  within: Within,
  { name, email }: ApprovedMember,
  promise: string,
  { text }: Due,
  publicOrigin: string,
): Promise<void> {
  await withdrawReminder(within, promise)
  const ask = `${text} File it under Proof, ${promise}.`
  await addNotice(within, 'Evidence is asked for', `${ask} ${name} sees to it.`, noticeOf(within, promise), 3)
  const practice = (await showPractice(within)).name
  queueMail(within, {
    kind: 'evidence',
    to: { name, address: email },
    notAfter: new Date(within.now.getTime() + daysOfUse * dayMs),
    words: {
      subject: `Evidence for ${promise} at ${practice}`,
      greeting: `Hello ${name},`,
      paragraphs: [text, 'You see to this evidence. A file, its last day and a few words are enough.'],
      action: { label: 'File the evidence', url: `${publicOrigin}/proof?open=${promise}` },
      footer: [`You get this because you were named as its owner at ${practice}.`],
    },
  })
}

/** Once a day. What can't be opened in one practice keeps no other from being asked. */
export async function remindAllOfEvidence(gate: Across, work: PracticeWork, log: Log, asking: Asking): Promise<void> {
  for (const practice of await everyPractice(gate))
    await remindOfEvidence(work, practice, asking).catch((error: unknown) =>
      log.error({ part: 'evidence', err: error }, 'a practice could not be asked for its evidence'),
    )
}
