import { showCount, showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import { originOf, verifierKey } from '../../platform/ledger/signing.ts'
import type { Log } from '../../platform/log.ts'
import { queueMail } from '../mails/queue-mail.ts'
import type { MailWords } from '../mails/write-mail.ts'
import { everyPractice } from '../practices/find-practices.ts'
import { showPractice } from '../practices/show-practice.ts'
import { openMail } from './mailed-to.ts'
import { signOfDay, type LedgerParts, type SignedCheckpoint } from './sign-checkpoint.ts'

const daysOfUse = 7

/** Signs the day's checkpoint and mails it to whom the practice named. False when it was signed already. */
export async function dailyCheckpoint(work: PracticeWork, practice: string, parts: LedgerParts): Promise<boolean> {
  const did = await work(practice, 'checkpoint.daily', async (within) => {
    const signed = await signOfDay(within, parts)
    if (signed === null) return null
    const { mailedTo } = await openMail(within)
    if (mailedTo.length > 0) await mailTo(within, mailedTo, signed)
    return true
  })
  return did === true
}

async function mailTo(within: Within, mailedTo: string[], signed: SignedCheckpoint): Promise<void> {
  const { name } = await showPractice(within)
  const key = verifierKey(within.vault, originOf(signed.installation, within.tx.practice))
  for (const address of mailedTo)
    queueMail(within, {
      kind: 'checkpoint',
      to: { name, address },
      notAfter: new Date(within.now.getTime() + daysOfUse * 86_400_000),
      words: wordsOf(name, signed, key),
    })
}

function wordsOf(practice: string, { size, at, note }: SignedCheckpoint, key: string): MailWords {
  return {
    subject: `Checkpoint of ${practice}, ${showDay(at)}`,
    greeting: 'Hello,',
    paragraphs: [
      `This is the signed state of the activity of ${practice} on ${showDayAndTime(at)}: ${showCount(size)} ${size === 1 ? 'entry' : 'entries'}.`,
      'Keep it where Candour and its operator do not reach. Should an entry up to here ever be changed, taken out or put in, it shows against this mail.',
    ],
    exact: note,
    footer: [
      `It is signed by the key ${key}`,
      'It names no patient and no member. You get it because the practice named this address; it can end that under Activity, Check it yourself.',
    ],
  }
}

/** Once a day. What can't be signed of one practice keeps no other from it. */
export async function dailyCheckpoints(work: PracticeWork, parts: LedgerParts, log: Log): Promise<void> {
  for (const practice of await everyPractice(parts.gate))
    await dailyCheckpoint(work, practice, parts).catch((error: unknown) =>
      log.error({ part: 'checkpoints', err: error }, 'a practice’s checkpoint of the day could not be signed'),
    )
}
