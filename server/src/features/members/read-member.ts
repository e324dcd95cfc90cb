import type { Level } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
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

/** For words that tell who did something; without the name of one who was altered outside Candour. */
export async function nameToTell(within: Pick<Within, 'tx' | 'vault' | 'keys'>, member: string): Promise<string> {
  try {
    return (await readMember(within, member)).name
  } catch (error) {
    if (error instanceof SealBroken) return 'A member'
    throw error
  }
}
