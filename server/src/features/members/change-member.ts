import type { Within } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { carriedOf, emailTokenOf, openMember, sealMember, type MemberFacts } from './member-facts.ts'
import { members, type MemberRow } from './members.store.ts'

export interface MemberChange {
  level?: number
  state?: MemberRow['state']
  account?: string | null
  facts?: Partial<MemberFacts>
  /** Of a link that works from now on; without one, none works any more. */
  invitation?: { hash: Buffer; expiresAt: Date }
}

/**
 * Writes a locked member as the next revision: what stands readable, what is sealed and the mark change together. What was
 * given or taken, and said of their own record, is carried on; it is gone with all access. SealBroken when it was altered before, so that nothing altered
 * is sealed. Throws `member.exists`, `record.changed_meanwhile`.
 */
export async function changeMember(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  row: MemberRow,
  change: MemberChange,
): Promise<MemberRow> {
  const { member } = row
  const before = openMember(within, row)
  const standing = {
    level: change.level ?? row.level,
    state: change.state ?? row.state,
    account: change.account === undefined ? row.account : change.account,
  }
  const none = standing.level === 0 ? { grants: [], ownRecord: null, ownRecordEmptied: null } : {}
  const facts = { ...before, ...change.facts, ...none }
  const revision = row.revision + 1
  await members.update(within.tx, {
    member,
    ...standing,
    revision,
    ...sealMember(within, member, revision, { ...facts, ...standing }, change.invitation?.hash),
    emailToken: change.facts?.email === undefined ? null : emailTokenOf(within, facts.email),
    invitationHash: change.invitation?.hash ?? null,
    expiresAt: change.invitation?.expiresAt ?? null,
  })
  noteChange(within.tx, 'member', member, carriedOf({ ...before, ...row }), carriedOf({ ...facts, ...standing }))
  return (await members.read(within.tx, member))!
}
