import type { OwnRecord } from '@candour/contract/members.ts'
import { AppError } from '../../platform/app-error.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { changeMember } from './change-member.ts'
import { lockMembers } from './lock-members.ts'
import { openMember, type SaidRecord } from './member-facts.ts'
import type { MemberRow } from './members.store.ts'
import { readMember } from './read-member.ts'
import { tellOfOwnRecord } from './tell-of-access.ts'

type Said = Pick<SaidRecord, 'family' | 'birthDate' | 'nhsNumber'>

/**
 * Which record is a member's own: said by themselves, or for them by whoever changes members. It is kept as it was said, and looked
 * up by Candour's watch alone: nothing here depends on whether there is such a record, not even how long it takes. Throws
 * `member.not_found`, `member.no_access`, `member.above_own_level`, `access.refused`.
 */
export async function sayOwnRecord(call: Call<{ id: string; said: Said }>): Promise<Outcome<OwnRecord>> {
  const { actor, now } = call
  const { id, said } = call.input
  const row = await lockWhose(call)
  const ownRecord = { ...said, by: actor.member, at: now.toISOString() }
  const changed = await changeMember(call, row, { facts: { ownRecord, ownRecordEmptied: null } })
  if (id !== actor.member) await tellOfOwnRecord(call, openMember(call, changed), 'said')
  emit(call, { kind: 'member.changed', patient: null, object: id, member: actor.member })
  const { name } = await readMember(call, actor.member)
  return { output: showOwnRecord(actor, id, ownRecord, name), subjects: [id] }
}

/** What name and email say counts as before. Throws what saying it throws, and `record.changed_meanwhile` where nothing is said. */
export async function takeBackOwnRecord(call: Call<{ id: string }>): Promise<Outcome<Record<string, never>>> {
  const { id } = call.input
  const row = await lockWhose(call)
  const { ownRecord, ownRecordEmptied } = openMember(call, row)
  if (!ownRecord && !ownRecordEmptied) throw new AppError('record.changed_meanwhile')
  const changed = await changeMember(call, row, { facts: { ownRecord: null, ownRecordEmptied: null } })
  if (id !== call.actor.member) await tellOfOwnRecord(call, openMember(call, changed), 'took back')
  emit(call, { kind: 'member.changed', patient: null, object: id, member: call.actor.member })
  return { output: {}, subjects: [id] }
}

/** Their own, or somebody's with access who does not stand above whoever says it. */
async function lockWhose(call: Call<{ id: string }>): Promise<MemberRow> {
  const { actor, input } = call
  const { row, own } = await lockMembers(call, input.id, input.id === actor.member ? null : 'member.change')
  if (row === null) throw new AppError('member.not_found')
  if (row.state !== 'approved' || row.level === 0) throw new AppError('member.no_access')
  if (row.level > own.level) throw new AppError('member.above_own_level')
  return row
}

/**
 * What was said is shown to the member alone, while it is kept: to whoever changes members, that it was, by whom and when, which is
 * the same before a patient's erasure and after.
 */
export function showOwnRecord(
  actor: MemberActor,
  member: string,
  said: SaidRecord | Pick<SaidRecord, 'by' | 'at'>,
  by: string,
): OwnRecord {
  if (actor.member !== member || !('family' in said)) return { at: said.at, by, said: null }
  const { at, family, birthDate, nhsNumber } = said
  return { at, by, said: { family, birthDate, nhsNumber } }
}
