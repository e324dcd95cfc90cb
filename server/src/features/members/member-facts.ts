import type { Member } from '@candour/contract/members.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { MemberRow } from './members.store.ts'

/** What is sealed of a member. */
export interface MemberFacts {
  name: string
  role: string
  email: string
}

/** What a member may do, and as whom they sign in. The gate reads it, so it is readable; it counts as it was sealed. */
export interface Standing {
  level: number
  state: string
  account: string | null
}

/** A member's row, as far as it is sealed, with the ledger's newest mark of it. */
export interface SealedMember extends Standing {
  member: string
  revision: number
  sealed: Buffer
  mark: Buffer | null
}

function place(member: string, revision: number) {
  return { table: 'candour.member', field: 'sealed', record: member, revision, schema: 1 }
}

type Keys = Pick<Within, 'vault' | 'keys'>

/** With the hash by which it is marked, and the compartment in which it lies. */
export function sealMember({ vault, keys }: Keys, member: string, revision: number, facts: MemberFacts & Standing) {
  const { name, role, email, level, state, account } = facts
  const plain = Buffer.from(JSON.stringify({ name, role, email, level, state, account }))
  const sealed = vault.seal(keys.record, place(member, revision), plain)
  return { sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

/**
 * SealBroken when the row is not the one that the ledger marked last, or when its level, state or account is another than
 * was sealed: changed outside Candour, it opens nothing (P33).
 */
export function openMember(keys: Keys, row: SealedMember): MemberFacts {
  const { member, sealed, mark, level, state, account } = row
  if (mark === null || !digest(sealed).equals(mark)) throw new SealBroken('payload', `Member/${member}`)
  const { name, role, email, ...kept } = unsealMember(keys, row)
  if (kept.level !== level || kept.state !== state || kept.account !== account)
    throw new SealBroken('payload', `Member/${member}`)
  return { name, role, email }
}

/** As it was sealed, whatever stands beside it; from before marks, without its standing. */
export function unsealMember(
  { vault, keys }: Keys,
  { member, revision, sealed }: Pick<SealedMember, 'member' | 'revision' | 'sealed'>,
): MemberFacts & Partial<Standing> {
  return JSON.parse(vault.open(keys.record, place(member, revision), sealed).toString()) as MemberFacts &
    Partial<Standing>
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
