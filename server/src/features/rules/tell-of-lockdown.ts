import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Lockdown } from '@candour/contract/rules.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { queueMail } from '../mails/queue-mail.ts'
import { membersToTell } from '../members/approved-members.ts'
import { nameToTell } from '../members/read-member.ts'
import { addNotice } from '../notices/add-notice.ts'
import { showPractice } from '../practices/show-practice.ts'
import type { SealedLockdown } from './sealed-rules.ts'

const daysOfUse = 3
const operator = 'Whoever runs this installation'

export async function showLockdown(within: Within, { at, by, reason }: SealedLockdown): Promise<Lockdown> {
  return { at, by: await nameOf(within, by), byOperator: by === null, reason }
}

/** Every manager and administrator gets a mail: they are signed out, and would wonder. */
export async function tellOfLockdown(within: Within, { by, reason }: SealedLockdown): Promise<void> {
  const { name: practice } = await showPractice(within)
  const who = await nameOf(within, by)
  await mailAll(within, `${practice} is locked`, [
    `${who} locked ${practice} on ${showDayAndTime(within.now)}: nobody can open its records. The reason: ${reason}`,
    by === null
      ? 'It is lifted by whoever runs the installation.'
      : 'An administrator can lift it, after signing in with a second factor.',
  ])
}

export async function tellOfLift(within: Within, by: string | null, reason: string): Promise<void> {
  const { name: practice } = await showPractice(within)
  const words = `${await nameOf(within, by)} lifted the lock of ${practice} on ${showDayAndTime(within.now)}. The reason: ${reason}`
  await mailAll(within, `${practice} is open again`, [words, 'Everybody signs in as always.'])
  await addNotice(within, 'The practice was locked, and is open again', words)
}

async function mailAll(within: Within, subject: string, paragraphs: string[]): Promise<void> {
  const notAfter = new Date(within.now.getTime() + daysOfUse * 86_400_000)
  for (const { name, email, level } of await membersToTell(within)) {
    if (level < 3) continue
    const words = { subject, greeting: `Hello ${name},`, paragraphs, footer: ['Its activity has the entry.'] }
    queueMail(within, { kind: 'alert', to: { name, address: email }, notAfter, words })
  }
}

async function nameOf(within: Within, member: string | null): Promise<string> {
  return member === null ? operator : nameToTell(within, member)
}
