/** Promise: a permission for one location counts where the network says that one is, never where somebody says so (P03). */
import type { Grant, GrantHere } from '@candour/contract/permissions.ts'
import type { Rules } from '@candour/contract/rules.ts'
import { isWithinRanges } from './decided.ts'

/**
 * Of what was given or withdrawn, what counts at an address; null: nobody knows where. In doubt less is allowed: a withdrawal
 * counts also where the place is not known, or where the location is no more.
 */
export function grantsHere(grants: readonly Grant[], { locations }: Rules, address: string | null): GrantHere[] {
  const isHere = ({ location, given }: Grant) => {
    const place = locations.find(({ id }) => id === location)
    if (address === null || place === undefined) return !given
    return isWithinRanges(place.addresses, address)
  }
  return grants
    .filter((grant) => grant.location === null || isHere(grant))
    .map((grant) => ({ ...grant, isLocal: grant.location !== null }))
}
