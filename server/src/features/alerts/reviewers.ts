import { isAllowedSomewhere } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { approvedMembers, type ApprovedMember } from '../members/approved-members.ts'

/** Those who settle alerts, now, at one of the locations at least. SealBroken when a member was altered outside Candour. */
export async function reviewersOf(within: Within): Promise<ApprovedMember[]> {
  return reviewersAmong(await approvedMembers(within), within.now)
}

export function reviewersAmong(people: readonly ApprovedMember[], now: Date): ApprovedMember[] {
  return people.filter(({ level, grants = [] }) => isAllowedSomewhere(level, grants, 'alert.review', now))
}

/**
 * Whether a member may see an alert about themselves: when nobody else is there to settle it. Whoever holds a stolen account
 * would read in it how far they were noticed.
 */
export async function isAlone(within: Within, member: string): Promise<boolean> {
  return (await reviewersOf(within)).every((one) => one.member === member)
}
