import type { Level } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openMember, type MemberFacts } from './member-facts.ts'
import { members } from './members.store.ts'

/** One member of the practice, opened. */
export async function readMember(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  member: string,
): Promise<MemberFacts & { level: Level }> {
  const row = await members.read(within.tx, member)
  if (row === null) throw new Error('a session names a member that is not there')
  return { ...openMember(within, row), level: row.level as Level }
}
