import { isForeignHash } from '../../platform/vault/foreign-hash.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { openPasswordHash, type AccountRow } from './account.ts'

/** What is kept of an account's password. Throws SealBroken where it was altered outside Candour. */
export async function passwordForm(vault: Vault, row: AccountRow): Promise<'argon2id' | 'foreign' | 'other'> {
  const stored = await openPasswordHash(vault, row)
  if (/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/.test(stored)) return 'argon2id'
  return isForeignHash(stored) ? 'foreign' : 'other'
}
