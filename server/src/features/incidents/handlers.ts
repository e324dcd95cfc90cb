import { isAllowedSomewhere } from '@candour/contract/permissions.ts'
import type { Call, Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { approvedMembers, membersToTell, type ApprovedMember } from '../members/approved-members.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import type { Folded } from './fold-incident.ts'

type Keys = Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>

export interface Handlers {
  people: ApprovedMember[]
  /** False: some member was altered outside Candour, and may be one of them. */
  isWhole: boolean
}

/**
 * Those who handle incidents, now, at one of the locations at least. A member who was altered outside Candour is what a case is
 * opened for, so it does not stand in the way of one; whoever it is counts as somebody else who is there.
 */
export async function handlersOf(within: Keys): Promise<Handlers> {
  const { found, isWhole } = await unlessAltered(
    () => approvedMembers(within),
    () => membersToTell(within),
  )
  const people = found.filter(({ level, grants = [] }) =>
    isAllowedSomewhere(level, grants, 'incident.manage', within.now),
  )
  return { people, isWhole }
}

/** Names for those who are shown; one who was altered outside Candour is "A member". */
export async function namesFor(within: Keys): Promise<Map<string, NamedMember>> {
  const { found } = await unlessAltered(
    () => nameMembers(within),
    async () =>
      new Map((await membersToTell(within)).map(({ member: id, name, role }) => [id, { id, name, role }] as const)),
  )
  return found
}

async function unlessAltered<T>(
  whole: () => Promise<T>,
  rest: () => Promise<T>,
): Promise<{ found: T; isWhole: boolean }> {
  try {
    return { found: await whole(), isWhole: true }
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return { found: await rest(), isWhole: false }
  }
}

type Asking = Pick<Call<unknown>, 'actor'>
type About = Pick<Folded, 'who'>

/** A case about somebody is the others' business, as long as there are any. */
export function mayHandle({ actor }: Asking, { who }: About, { people, isWhole }: Handlers): boolean {
  return who !== actor.member || (isWhole && people.every(({ member }) => member === actor.member))
}

/** Nobody else is there who could agree to what they decide. */
export function isOnlyHandler({ actor }: Asking, { who }: About, { people, isWhole }: Handlers): boolean {
  return isWhole && people.every(({ member }) => member === actor.member || member === who)
}
