import type { Across } from '../../platform/database/workspace.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accountToken, openAccount, type OpenedAccount } from './account.ts'
import { accounts, type AccountRow } from './accounts.store.ts'

/** The account of an email, still closed; null when there is none. */
export function findAccount(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  email: string,
): Promise<AccountRow | null> {
  return accounts.findByEmail(gate, accountToken(vault, tokenKey, email))
}

/** The account of somebody who is signed in, still closed. */
export async function readAccountRow(gate: Across, account: string): Promise<AccountRow> {
  const row = await accounts.read(gate, account)
  if (row === null) throw new Error('a session names an account that is not there')
  return row
}

/** The account of somebody who is signed in. */
export async function readAccount(gate: Across, vault: Vault, account: string): Promise<OpenedAccount> {
  return openAccount(vault, await readAccountRow(gate, account))
}

export interface Membership {
  practice: string
  member: string
  level: number
  state: string
}

/** The practices to which an account belongs, in any state. */
export function listMemberships(gate: Across, account: string): Promise<Membership[]> {
  return accounts.memberships(gate, account)
}
