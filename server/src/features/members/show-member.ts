import type { Member, MemberGrant } from '@candour/contract/members.ts'
import {
  grantsAnywhere,
  isEssential,
  isHolding,
  permissionsWith,
  type Grant,
  type Level,
} from '@candour/contract/permissions.ts'
import type { Rules } from '@candour/contract/rules.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openMember, type SealedGrant } from './member-facts.ts'
import { members, type MemberRow } from './members.store.ts'

type Keys = Pick<Within, 'vault' | 'keys'>

/** What stands about a member beside the row: who invited them, when they last signed in. */
export interface Beside {
  nameOf: (member: string) => string
  lastSignInAt: Date | null
}

/** A member as the team page shows it, with what `actor` can do about it. */
export function showMember(
  within: Keys & Pick<Within, 'now'>,
  row: MemberRow,
  actor: MemberActor,
  beside: Beside,
): Member {
  const { name, role, email, grants = [], invited } = openMember(within, row)
  const { state } = row
  const level = row.level as Level
  return {
    id: row.member,
    name,
    role,
    email,
    level,
    state,
    since: (row.approved_at ?? row.created_at).toISOString(),
    invited:
      invited === undefined
        ? null
        : { by: beside.nameOf(invited.by), at: invited.at, acceptedAt: invited.acceptedAt ?? null },
    expiresAt: state === 'invited' ? (row.invitation_expires_at?.toISOString() ?? null) : null,
    deviations: seesGrants(actor, row.member)
      ? grants.filter((one) => differs(level, grants, one, within.now)).length
      : 0,
    lastSignInAt: beside.lastSignInAt?.toISOString() ?? null,
    can: state === 'left' ? [] : actsOn(row, actor),
  }
}

function actsOn({ member, state, level }: MemberRow, actor: MemberActor): Member['can'] {
  const can: Member['can'] = []
  if (level > actor.level) return can
  const isOther = member !== actor.member
  const waits = state === 'invited' || state === 'pending'
  if (state === 'pending' && actor.can.has('member.approve')) can.push('approve')
  if (state === 'approved' && actor.can.has('member.change')) {
    can.push('changeLevel')
    if (isOther && level > 0) can.push('grant')
  }
  if (waits && isOther && actor.can.has('member.invite')) can.push('withdraw')
  if (state === 'invited' && actor.can.has('member.invite')) can.push('inviteAgain')
  return can
}

/** What was given or taken is shown to oneself and to whoever changes members. */
export function seesGrants(actor: MemberActor, member: string): boolean {
  return actor.member === member || actor.can.has('member.change')
}

function differs(level: Level, grants: readonly Grant[], grant: Grant, now: Date): boolean {
  return level > 0 && isHolding(grant, now) && !isNeedless(level, grants, grant, now)
}

/** Would it be the same without it: by the level, and at a location by what is said of all? */
export function isNeedless(
  level: Level,
  grants: readonly Grant[],
  { permission, given, location }: Pick<Grant, 'permission' | 'given' | 'location'>,
  now: Date,
): boolean {
  const anywhere = location === null ? [] : grantsAnywhere(grants)
  return isEssential(level, permission) || permissionsWith(level, anywhere, now).includes(permission) === given
}

interface Shown extends Pick<Beside, 'nameOf'> {
  now: Date
  locations: Rules['locations']
}

export function showGrant(grant: SealedGrant, level: Level, grants: readonly Grant[], shown: Shown): MemberGrant {
  const { permission, given, until, reason, by, at } = grant
  const { now, nameOf } = shown
  return {
    permission,
    given,
    until,
    location: nameLocation(grant.location, shown),
    reason,
    by: nameOf(by),
    at,
    isOver: !isHolding(grant, now),
    isNeedless: isNeedless(level, grants, grant, now),
  }
}

/** Null for what counts anywhere. A location is not removed while a grant names it. */
export function nameLocation(
  location: string | null,
  { locations }: Pick<Rules, 'locations'>,
): MemberGrant['location'] {
  if (location === null) return null
  return { id: location, name: locations.find(({ id }) => id === location)?.name ?? 'a location that is no more' }
}

/** For a member who was just written: by whom they were invited is looked up, when they signed in is left out. */
export async function showChanged(
  within: Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>,
  row: MemberRow,
  actor: MemberActor,
): Promise<Member> {
  const by = openMember(within, row).invited?.by
  const inviter = by === undefined ? null : await members.read(within.tx, by)
  const name = inviter === null ? '' : openMember(within, inviter).name
  return showMember(within, row, actor, { nameOf: () => name, lastSignInAt: null })
}
