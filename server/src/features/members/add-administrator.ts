import type { Within } from '../../platform/http/endpoint.ts'
import { emailTokenOf, sealMember, type MemberFacts } from './member-facts.ts'
import { members } from './members.store.ts'

/** The first member of a new practice: its administrator, approved by founding it. */
export async function addAdministrator(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  member: string,
  account: string,
  facts: MemberFacts,
): Promise<void> {
  await members.insert(within.tx, {
    member,
    account,
    level: 4,
    state: 'approved',
    sealed: sealMember(within, member, 1, facts),
    emailToken: emailTokenOf(within, facts.email),
    invitationHash: null,
    expiresAt: null,
  })
}
