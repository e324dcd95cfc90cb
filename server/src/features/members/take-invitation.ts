import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { AccountRow } from '../accounts/account.ts'
import { findAccount } from '../accounts/find-account.ts'
import { emit } from '../events/emit.ts'
import { showPractice } from '../practices/show-practice.ts'
import { openRules, type SealedSignOn } from '../rules/sealed-rules.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { changeMember } from './change-member.ts'
import { openInvited, type MemberFacts } from './member-facts.ts'
import { members } from './members.store.ts'
import { tellInviter } from './tell-of-access.ts'

type Call = Pick<PublicCall<unknown>, 'vault' | 'keysOf' | 'origin' | 'now' | 'publicOrigin'>

export interface Invitation {
  practice: string
  member: string
  hash: Buffer
  practiceName: string
  /** Whether the practice asks for mixed passwords. */
  mix: boolean
  signOn: SealedSignOn | null
  facts: MemberFacts
  /** The account that the invited email has. */
  existing: AccountRow | null
}

/** The invitation of a link. Throws `member.invitation_invalid`. */
export async function findInvitation(
  gate: GateTransaction,
  { vault, keysOf, now }: Pick<Call, 'vault' | 'keysOf' | 'now'>,
  tokenKey: CompartmentKey,
  token: string,
): Promise<Invitation> {
  const hash = hashToken(token)
  const place = await members.findByInvitation(gate, hash)
  if (place === null) throw new AppError('member.invitation_invalid')
  const tx = gate.within(place.practice)
  const row = (await members.read(tx, place.member))!
  const keys = await keysOf(tx)
  const facts = openInvited({ vault, keys }, row, hash)
  const existing = await findAccount(gate, vault, tokenKey, facts.email)
  const { name: practiceName } = await showPractice({ tx, vault, keys, now })
  const { rules, signOn } = await openRules({ tx, vault, keys })
  return { ...place, hash, practiceName, mix: rules.passwordMix, signOn, facts, existing }
}

/**
 * The invited person's account belongs to the practice from here on, and waits for its approval (P06). Answers the practice's
 * name. Throws `member.invitation_invalid` when the invitation is used, withdrawn or over by now.
 */
export async function takeInvitation(
  gate: GateTransaction,
  { vault, keysOf, origin, now, publicOrigin }: Call,
  { practice, member, hash, facts }: Invitation,
  account: string,
): Promise<string> {
  const tx = gate.within(practice)
  const keys = await keysOf(tx)
  const row = await members.lock(tx, member)
  if (row?.state !== 'invited' || (await members.findByInvitation(gate, hash)) === null)
    throw new AppError('member.invitation_invalid')
  const invited = facts.invited === undefined ? {} : { invited: { ...facts.invited, acceptedAt: now.toISOString() } }
  await changeMember({ tx, vault, keys }, row, { account, state: 'pending', facts: invited })
  await tellInviter({ tx, vault, keys, now }, facts, publicOrigin)
  emit({ tx }, { kind: 'member.changed', patient: null, object: member, member: null })
  await recordAtGate(gate, vault, keysOf, {
    practice,
    member,
    session: null,
    origin,
    verb: 'member.accept-invitation',
    outcome: 'changed',
    subjects: [member],
  })
  return (await showPractice({ tx, vault, keys, now })).name
}
