/** What lies in the outbox of a Candour without a mail server. */
import { mailRoutes } from '@candour/contract/mails.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { TestCandour } from './candour.ts'

export type WaitingMail = OutputOf<typeof mailRoutes.outbox>['mails'][number]

/** Newest first. */
export async function mailsTo(candour: Pick<TestCandour, 'visitor'>, address: string): Promise<WaitingMail[]> {
  const { mails } = await candour.visitor().call(mailRoutes.outbox, {})
  return mails.filter(({ to }) => to.address === address)
}

/** The token of the link in the newest mail of that subject. Throws when there is none. */
export async function tokenIn(candour: TestCandour, address: string, subject: RegExp): Promise<string> {
  const mail = (await mailsTo(candour, address)).find((one) => subject.test(one.subject))
  const token = mail?.action?.url.split('#')[1]
  if (token === undefined) throw new Error(`no link to ${address} in a mail of ${subject}`)
  return token
}
