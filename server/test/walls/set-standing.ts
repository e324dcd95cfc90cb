/** Changes a member's level or state as Candour does, without an invitation, a password or an approval. */
import { changeMember, type MemberChange } from '../../src/features/members/change-member.ts'
import { members } from '../../src/features/members/members.store.ts'
import type { TestCandour } from '../candour.ts'
import { inPractice } from './practice-keys.ts'

export async function setStanding(
  candour: TestCandour,
  practice: string,
  member: string,
  change: Pick<MemberChange, 'level' | 'state'>,
): Promise<void> {
  await inPractice(candour, practice, async (inside) => {
    await changeMember(inside, (await members.lock(inside.tx, member))!, change)
  })
}
