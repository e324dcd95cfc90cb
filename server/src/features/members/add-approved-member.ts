import type { Level } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { carriedOf, emailTokenOf, sealMember, type MemberFacts } from './member-facts.ts'
import { members } from './members.store.ts'

/** A member whom founding the practice approves: its administrator, and all who come with a demonstration. */
export async function addApprovedMember(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  { member, account, level, facts }: { member: string; account: string | null; level: Level; facts: MemberFacts },
): Promise<void> {
  const standing = { account, level, state: 'approved' } as const
  await members.insert(within.tx, {
    member,
    ...standing,
    ...sealMember(within, member, 1, { ...facts, ...standing }),
    emailToken: emailTokenOf(within, facts.email),
    invitationHash: null,
    expiresAt: null,
  })
  noteChange(within.tx, 'member', member, null, carriedOf({ ...facts, ...standing }))
}
