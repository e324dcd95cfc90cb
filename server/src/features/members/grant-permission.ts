import type { MemberPage } from '@candour/contract/members.ts'
import { isEssential, isGivable, isHolding, type Level, type Permission } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { emit } from '../events/emit.ts'
import { holdRules } from '../rules/sealed-rules.ts'
import { changeMember } from './change-member.ts'
import { openMember, type SealedGrant } from './member-facts.ts'
import { lockMembers } from './lock-members.ts'
import { mayGive, type Giver } from './may-give.ts'
import type { MemberRow } from './members.store.ts'
import { pageOf } from './read-member-page.ts'
import { isNeedless, nameLocation } from './show-member.ts'
import { tellOfGrant } from './tell-of-access.ts'

interface Asked {
  id: string
  permission: Permission
  location: string | null
  reason: string
}

type Granting = Call<Asked & { until: string | null }>
type Target = MemberRow & { level: Level; grants: SealedGrant[]; own: Giver }

/**
 * Gives one permission on top of the level, or withdraws one that the level includes (P03); what was said about it before
 * counts no more. It holds from the member's next request. Throws `member.not_found`, `member.own_access`,
 * `member.no_access`, `member.above_own_level`, `member.beyond_own`, `member.essential`, `member.grant_needless`,
 * `member.grant_over`, `member.not_givable`, `rules.location_not_found`. What one was given oneself one does not give on:
 * it would outlive its end. Who shortens a withdrawal gives.
 */
function setGrant(given: boolean) {
  return async (call: Granting): Promise<Outcome<MemberPage>> => {
    const { input, actor, now } = call
    const { permission, until, location, reason } = input
    const target = await lockTarget(call)
    await refuseUnknownLocation(call)
    if (given && !isGivable(target.level, permission)) throw new AppError('member.not_givable')
    if ((given || shortens(target, input, now)) && !mayGive(target.own, input, now))
      throw new AppError('member.beyond_own')
    if (!given && isEssential(target.level, permission)) throw new AppError('member.essential')
    if (isNeedless(target.level, target.grants, { permission, given, location }, now))
      throw new AppError('member.grant_needless')
    if (!isHolding({ until }, now)) throw new AppError('member.grant_over')
    const grant = { permission, given, until, location, reason, by: actor.member, at: now.toISOString() }
    return write(call, target, [...without(target, input), grant])
  }
}

export const givePermission = setGrant(true)
export const takePermission = setGrant(false)

/** Back to what the level says. Who ends a withdrawal gives: only what they may do themselves. Throws `member.grant_not_found`. */
export async function endGrant(call: Call<Asked>): Promise<Outcome<MemberPage>> {
  const target = await lockTarget(call)
  const grant = target.grants.find(isSame(call.input))
  if (grant === undefined) throw new AppError('member.grant_not_found')
  if (!grant.given && isHolding(grant, call.now) && !mayGive(target.own, grant, call.now))
    throw new AppError('member.beyond_own')
  return write(call, target, without(target, call.input))
}

/** Somebody else of this practice, with access, not above whoever asks. */
async function lockTarget(call: Call<Asked>): Promise<Target> {
  const { actor, input } = call
  const { row, own } = await lockMembers(call, input.id, 'member.change')
  if (row === null) throw new AppError('member.not_found')
  const { grants = [] } = openMember(call, row)
  if (row.member === actor.member) throw new AppError('member.own_access')
  if (row.state !== 'approved' || row.level === 0) throw new AppError('member.no_access')
  if (row.level > own.level) throw new AppError('member.above_own_level')
  return { ...row, level: row.level as Level, grants, own }
}

function without({ grants }: Target, asked: Asked): SealedGrant[] {
  return grants.filter((one) => !isSame(asked)(one))
}

/** A withdrawal that holds would end sooner than it was to. */
function shortens({ grants }: Target, asked: Asked & { until: string | null }, now: Date): boolean {
  const before = grants.find(isSame(asked))
  if (before === undefined || before.given || !isHolding(before, now) || asked.until === null) return false
  return before.until === null || Date.parse(asked.until) < Date.parse(before.until)
}

const isSame = (asked: Asked) => (one: SealedGrant) =>
  one.permission === asked.permission && one.location === asked.location

/** Rules that are being changed are waited for: none of them forgets a location that is named meanwhile. */
async function refuseUnknownLocation(call: Call<Asked>): Promise<void> {
  const { location } = call.input
  if (location === null) return
  const { rules } = await holdRules(call)
  if (!rules.locations.some(({ id }) => id === location)) throw new AppError('rules.location_not_found')
}

async function write(call: Call<Asked>, target: Target, grants: SealedGrant[]): Promise<Outcome<MemberPage>> {
  const { permission, reason } = call.input
  const { actor } = call
  const before = target.grants.find(isSame(call.input))
  const after = grants.find(isSame(call.input))
  const row = await changeMember(call, target, { facts: { grants } })
  emit(call, { kind: 'member.changed', patient: null, object: target.member, member: actor.member })
  const at = nameLocation(call.input.location, actor.rules)?.name
  await tellOfGrant(call, openMember(call, row), permission, after, at)
  const facts = {
    permission,
    ...(at !== undefined && { at }),
    ...factsOf('before', before),
    ...factsOf('after', after),
  }
  return { output: await pageOf(call, row), subjects: [target.member], reason, facts }
}

function factsOf(when: 'before' | 'after', grant: SealedGrant | undefined) {
  return {
    [when]: grant === undefined ? 'level' : grant.given ? 'given' : 'taken',
    ...(grant === undefined || grant.until === null ? {} : { [`${when}Until`]: grant.until }),
  }
}
