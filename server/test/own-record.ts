/** What tests look at after it was said which record is a member's own, or taken back. */
import { entryRoutes } from '@candour/contract/entries.ts'
import { memberRoutes } from '@candour/contract/members.ts'
import type { TestCandour } from './candour.ts'
import type { WaitingMail } from './mails.ts'
import type { Person } from './people.ts'

/** Of a mail: that it tells a member of a change of their page. */
export const isOfPage = ({ subject }: WaitingMail) => /^Your page at .* was changed$/.test(subject)

export const pageOf = (by: Person, id: string) => by.browser.call(memberRoutes.read, { id })

/** The changes that `member` made, and the newest taking back among them whole, as `reader` reads them. */
export async function takenBackBy(candour: TestCandour, reader: Person, member: Person) {
  await candour.settle()
  const asked = { kind: 'changed', member: member.session.member.id } as const
  const { entries } = await reader.browser.call(entryRoutes.list, asked)
  const { number } = entries.find(({ verb }) => verb === 'member.clear-own-record')!
  return { entries, ...(await reader.browser.call(entryRoutes.read, { number })) }
}
