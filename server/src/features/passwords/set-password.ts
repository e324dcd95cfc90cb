import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault, CompartmentKey } from '../../platform/vault/vault.ts'
import { changeAccount, type AccountRow, type OpenedAccount } from '../accounts/account.ts'
import { switchOn } from '../accounts/throttle.ts'
import { endWhatCountsNoMore } from '../accounts/what-ends.ts'

/**
 * Of a locked account. What the old password has begun opens nothing any more (`what-ends.ts`); second factors are left to
 * whoever calls. Throws `link.invalid` when the account was changed meanwhile.
 */
export async function setPassword(
  gate: GateTransaction,
  vault: Vault,
  tokenKey: CompartmentKey,
  row: AccountRow,
  passwordHash: string,
  { act, session }: { act: 'password.change' | 'password.reset' | 'session.not-me'; session: string | null },
): Promise<OpenedAccount> {
  const account = await changeAccount(gate, vault, tokenKey, row, { passwordHash })
  await endWhatCountsNoMore(gate, act, { account: row.account, session })
  await switchOn(gate, vault, tokenKey, account.facts.email)
  return account
}
