import type { MemberAccess, MemberPage } from '@candour/contract/members.ts'
import { grantsAnywhere, isHolding, permissionsWith, type Level } from '@candour/contract/permissions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { MemberActor } from '../../platform/access/actor.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { countDrafts } from '../drafts/count-drafts.ts'
import { openMember } from './member-facts.ts'
import { historyOf } from './member-history.ts'
import { members, type MemberRow } from './members.store.ts'
import { showOwnRecord } from './say-own-record.ts'
import { isNeedless, nameLocation, seesGrants, showGrant, showMember } from './show-member.ts'

/** A member's page: for themselves, and for whoever changes members. Throws `member.not_found`, `access.refused`. */
export async function readMemberPage(call: Call<{ id: string }>): Promise<Outcome<MemberPage>> {
  const { tx, input, actor } = call
  const row = await members.read(tx, input.id)
  if (row === null) throw new AppError('member.not_found')
  if (!seesGrants(actor, row.member)) throw new AppError('access.refused')
  return { output: await pageOf(call, row), subjects: [] }
}

export async function pageOf(within: Within & { actor: MemberActor }, row: MemberRow): Promise<MemberPage> {
  const { tx, now, actor } = within
  const level = row.level as Level
  const all = await members.list(tx)
  const named = new Map(all.map((one) => [one.member, openMember(within, one)]))
  const nameOf = (member: string) => named.get(member)?.name ?? ''
  const whoOf = (member: string | null) =>
    member === null
      ? { member, name: 'Candour', role: 'itself' }
      : { member, name: nameOf(member), role: named.get(member)?.role ?? '' }
  const facts = openMember(within, row)
  const { grants = [] } = facts
  const said = facts.ownRecord ?? facts.ownRecordEmptied
  const shown = { now, nameOf, locations: actor.rules.locations }
  return {
    member: showMember(within, row, actor, { nameOf, lastSignInAt: await members.lastSignIn(tx, row.member) }),
    allowed: row.state === 'approved' ? permissionsWith(level, grantsAnywhere(grants), now) : [],
    grants: grants.map((one) => showGrant(one, level, grants, shown)).toSorted((a, b) => b.at.localeCompare(a.at)),
    ownRecord: said ? showOwnRecord(actor, row.member, said, nameOf(said.by)) : null,
    history: await historyOf(within, row.member, whoOf),
    drafts: await countDrafts(tx, row.member),
  }
}

/** Everybody with access, and what differs from their level. */
export async function listAccess(call: Call<unknown>): Promise<Outcome<{ members: MemberAccess[] }>> {
  const rows = (await members.list(call.tx)).filter(({ state, level }) => state === 'approved' && level > 0)
  const shown = rows.map((row): MemberAccess => {
    const { name, role, grants = [] } = openMember(call, row)
    const level = row.level as Level
    const differing = grants.filter((one) => isHolding(one, call.now) && !isNeedless(level, grants, one, call.now))
    return {
      id: row.member,
      name,
      role,
      level,
      allowed: permissionsWith(level, grantsAnywhere(grants), call.now),
      grants: differing.map(({ permission, given, until, location }) => ({
        permission,
        given,
        until,
        location: nameLocation(location, call.actor.rules),
      })),
    }
  })
  return { output: { members: shown }, subjects: [] }
}
