import { permissionsWith, type Level, type Permission } from '@candour/contract/permissions.ts'
import type { EnteredMember } from '../../platform/access/actor.ts'
import { grantsHere } from '../../platform/access/grants-here.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openRules } from '../rules/sealed-rules.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'

/**
 * For work that goes on after the request: may whoever asked for it, from where they did, do so still? SealBroken when they
 * were altered outside Candour.
 */
export async function memberMay(
  within: Within,
  { member, origin }: Pick<EnteredMember, 'member' | 'origin'>,
  permission: Permission,
): Promise<boolean> {
  const row = await members.read(within.tx, member)
  if (row?.state !== 'approved') return false
  const { grants = [] } = openMember(within, row)
  const { rules } = await openRules(within)
  const here = grantsHere(grants, rules, origin.address)
  return permissionsWith(row.level as Level, here, within.now).includes(permission)
}
