import type { Level } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { openMember, type MemberFacts, type SealedMember } from './member-facts.ts'
import { members } from './members.store.ts'

export interface ApprovedMember extends MemberFacts {
  member: string
  /** Null for those who come with a demonstration and never sign in. */
  account: string | null
  level: Exclude<Level, 0>
}

/** Everybody who has access to the practice now. SealBroken when one of them was altered outside Candour. */
export async function approvedMembers(within: Pick<Within, 'tx' | 'vault' | 'keys'>): Promise<ApprovedMember[]> {
  return (await approvedRows(within)).map((row) => openApproved(within, row))
}

/**
 * The same for telling them something: whoever was altered outside Candour is left out, and keeps nobody else from being told.
 * Never for deciding who may do what.
 */
export async function membersToTell(within: Pick<Within, 'tx' | 'vault' | 'keys'>): Promise<ApprovedMember[]> {
  return (await approvedRows(within)).flatMap((row) => {
    try {
      return [openApproved(within, row)]
    } catch (error) {
      if (error instanceof SealBroken) return []
      throw error
    }
  })
}

async function approvedRows({ tx }: Pick<Within, 'tx'>) {
  return (await members.list(tx)).filter(({ state, level }) => state === 'approved' && level > 0)
}

function openApproved(keys: Pick<Within, 'vault' | 'keys'>, row: SealedMember): ApprovedMember {
  const { member, account, level } = row
  return { member, account, level: level as Exclude<Level, 0>, ...openMember(keys, row) }
}
