import type { Grant } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Within } from '../../platform/http/endpoint.ts'

/** What is sealed of a member. */
export interface MemberFacts {
  name: string
  role: string
  email: string
  /** None where it is missing. */
  grants?: SealedGrant[]
  /** Missing for those who founded the practice, and from before it was kept. */
  invited?: Invited
  /** When all access was taken last, an instant: what was linked before opens nothing. Missing where it never was. */
  accessEndedAt?: string
  /** Which record is their own; null where it was taken back. */
  ownRecord?: SaidRecord | null
  /** That it was said, where what was said went with a patient's erasure: to all but the member it looks as before. */
  ownRecordEmptied?: Pick<SaidRecord, 'by' | 'at'> | null
}

/** The record that is said to be a member's own, as on a form: which it is, if any, is looked up when something is opened. */
export interface SaidRecord {
  family: string
  birthDate: string
  nhsNumber: string | null
  /** By which member, and when it was said. */
  by: string
  at: string
}

/** By which member, when, and when it was accepted. */
export interface Invited {
  by: string
  at: string
  acceptedAt?: string
}

/** What a member may do, and as whom they sign in. The gate reads it, so it is readable; it counts as it was sealed. */
export interface Standing {
  level: number
  state: string
  account: string | null
}

/** A grant with who gave it and why. Only the seal has it: nobody can write one into the database. */
export interface SealedGrant extends Grant {
  reason: string
  by: string
  at: string
}

/** `invitation`: hash of the link by which it can be accepted, base64. */
type Sealed = MemberFacts & Partial<Standing> & { invitation?: string }

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

/** What an entry says of a member. `given note.write until 2026-12-01T12:00:00Z at <location>` is one that was given. */
export function carriedOf({ name, role, email, level, state, grants = [], ...said }: MemberFacts & Standing) {
  const held = grants.map(({ permission, given, until, location }) =>
    [
      given ? 'given' : 'taken',
      permission,
      ...(until === null ? [] : ['until', until]),
      ...(location === null ? [] : ['at', location]),
    ].join(' '),
  )
  return {
    name,
    role,
    email,
    level,
    state,
    grants: held.toSorted(),
    ownRecordSaid: (said.ownRecord ?? said.ownRecordEmptied)?.at,
  }
}

/** With the hash by which it is marked, and the compartment in which it lies. */
export function sealMember(
  { vault, keys }: Keys,
  member: string,
  revision: number,
  facts: MemberFacts & Standing,
  invitationHash: Buffer | null = null,
) {
  const { name, role, email, level, state, account, grants, invited, accessEndedAt } = facts
  const [ownRecord, ownRecordEmptied] = [facts.ownRecord ?? undefined, facts.ownRecordEmptied ?? undefined]
  const invitation = invitationHash?.toString('base64')
  const standing = { name, role, email, level, state, account, grants, invited, accessEndedAt }
  const plain = Buffer.from(JSON.stringify({ ...standing, ownRecord, ownRecordEmptied, invitation }))
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
  const { name, role, email, grants, invited, accessEndedAt, ownRecord, ownRecordEmptied, ...kept } = unsealMember(
    keys,
    row,
  )
  if (kept.level !== level || kept.state !== state || kept.account !== account)
    throw new SealBroken('payload', `Member/${member}`)
  // Those from before there were locations count anywhere
  const all = (grants ?? []).map((one) => ({ ...one, location: one.location ?? null }))
  return {
    name,
    role,
    email,
    grants: all,
    ...(invited === undefined ? {} : { invited }),
    ...(accessEndedAt === undefined ? {} : { accessEndedAt }),
    ...(ownRecord === undefined ? {} : { ownRecord }),
    ...(ownRecordEmptied === undefined ? {} : { ownRecordEmptied }),
  }
}

/** An invitation whose link was exchanged in the database is none. Throws `member.invitation_invalid`. */
export function openInvited(keys: Keys, row: SealedMember, invitationHash: Buffer): MemberFacts {
  const facts = openMember(keys, row)
  if (unsealMember(keys, row).invitation !== invitationHash.toString('base64'))
    throw new AppError('member.invitation_invalid')
  return facts
}

/** As it was sealed, whatever stands beside it; from before marks, without its standing. */
export function unsealMember(
  { vault, keys }: Keys,
  { member, revision, sealed }: Pick<SealedMember, 'member' | 'revision' | 'sealed'>,
): Sealed {
  return JSON.parse(vault.open(keys.record, place(member, revision), sealed).toString()) as Sealed
}

export function emailTokenOf({ vault, keys }: Keys, email: string): Buffer {
  return vault.searchToken(keys.token, 'member-email', email.toLowerCase())
}
