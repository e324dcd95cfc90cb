import type { Member } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { MemberRow } from './members.store.ts'

/** What is sealed of a member. */
export interface MemberFacts {
  name: string
  role: string
  email: string
}

function place(member: string, revision: number) {
  return { table: 'candour.member', field: 'sealed', record: member, revision, schema: 1 }
}

type Keys = Pick<Within, 'vault' | 'keys'>

export function sealMember({ vault, keys }: Keys, member: string, revision: number, facts: MemberFacts): Buffer {
  return vault.seal(keys.record, place(member, revision), Buffer.from(JSON.stringify(facts)))
}

export function openMember({ vault, keys }: Keys, row: Pick<MemberRow, 'member' | 'revision' | 'sealed'>): MemberFacts {
  return JSON.parse(vault.open(keys.record, place(row.member, row.revision), row.sealed).toString()) as MemberFacts
}

export function emailTokenOf({ vault, keys }: Keys, email: string): Buffer {
  return vault.searchToken(keys.token, 'member-email', email.toLowerCase())
}

/** A member as the team page shows it, with what `actor` can do about it. */
export function showMember(within: Keys, row: MemberRow, actor: MemberActor, lastSignInAt: Date | null): Member {
  const can: Member['can'] = []
  const isOther = row.member !== actor.member
  if (row.state === 'pending' && actor.can.has('member.approve') && row.level <= actor.level) can.push('approve')
  if (row.state === 'approved' && actor.can.has('member.change') && row.level <= actor.level) can.push('changeLevel')
  if ((row.state === 'invited' || row.state === 'pending') && isOther && actor.can.has('member.invite'))
    can.push('withdraw')
  return {
    id: row.member,
    ...openMember(within, row),
    level: row.level as Level,
    state: row.state,
    since: (row.approved_at ?? row.created_at).toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    can,
  }
}
