import type { MemberGrant } from '@candour/contract/members.ts'
import type { Permission } from '@candour/contract/permissions.ts'
import { useRules } from '../rules/rules.ts'

export interface Where {
  /** Empty: wherever the member is. */
  id: string
  name: string
}

/** The practice's locations of which nothing is said yet for a permission; null while they are asked for. */
export function usePlaces(grants: readonly MemberGrant[], permission: Permission): Where[] | null {
  const { data, error } = useRules()
  if (data === undefined) return error === null ? null : []
  const said = grants.filter((one) => one.permission === permission)
  return data.rules.locations.filter(({ id }) => said.every(({ location }) => location?.id !== id))
}
