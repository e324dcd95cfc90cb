import type { Grant } from '@candour/contract/permissions.ts'
import type { SessionRow } from '../../platform/access/access.store.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { Transactions } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openMember, type SealedMember } from './member-facts.ts'

interface Parts {
  inPractice: Transactions['inPractice']
  keysOf: PracticeKeySource
  vault: Vault
}

/** Members whose rows were opened; by far more than are at work at one time. */
const most = 20_000

/**
 * Is a member's level, state and account what Candour sealed and the ledger marked last? Asked at every request, of the row
 * that came with the session; answers what was given to the member or taken: what was found right is known again by its bytes, and only what is new is opened.
 */
export function standingCheck({ inPractice, keysOf, vault }: Parts): (row: SessionRow) => Promise<readonly Grant[]> {
  const right = new Map<string, SealedMember & { grants: readonly Grant[] }>()

  return async (row) => {
    const { practice, member, account, level, state, revision, sealed, mark } = row
    const known = right.get(member)
    if (known !== undefined && known.mark!.equals(mark ?? Buffer.of()) && isSame(known, row)) return known.grants
    const standing = { member, account, level, state, revision, sealed, mark }
    const { grants = [] } = openMember({ vault, keys: await inPractice(practice, (tx) => keysOf(tx)) }, standing)
    right.delete(member)
    right.set(member, { ...standing, grants })
    if (right.size > most) right.delete(right.keys().next().value!)
    return grants
  }
}

function isSame(known: SealedMember, row: SessionRow): boolean {
  const { account, level, state, revision, sealed } = row
  const isStanding = known.level === level && known.state === state && known.account === account
  return isStanding && known.revision === revision && known.sealed.equals(sealed)
}
