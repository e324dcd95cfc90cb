import type { Offer } from '@candour/contract/providers.ts'
import { takesProvider } from '../../platform/access/decided.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import { isAllowedIssuer } from '../../platform/sign-on/issuers.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { showPractice } from '../practices/show-practice.ts'
import { findSignOn } from '../rules/sign-on.ts'
import { addressOf } from './address.ts'
import type { Parts } from './flow.ts'

interface Tools {
  vault: Vault
  keysOf: PracticeKeySource
  now: Date
}

/**
 * The practice's provider as a sign-in page names it; null where there is none that is taken, or no such practice, or where it
 * was altered outside Candour: nobody comes in by that one, and the others are offered.
 */
export async function offerOf(
  { issuers }: Pick<Parts, 'issuers'>,
  { vault, keysOf, now }: Tools,
  gate: GateTransaction,
  practice: string,
): Promise<Offer | null> {
  try {
    const signOn = await findSignOn(gate, vault, keysOf, practice)
    if (signOn === null || !takesProvider(signOn) || !isAllowedIssuer(issuers, signOn.issuer)) return null
    const tx = gate.within(practice)
    const { name } = await showPractice({ tx, vault, keys: await keysOf(tx), now })
    return { address: addressOf(vault, practice), practiceName: name, provider: signOn.name }
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}
