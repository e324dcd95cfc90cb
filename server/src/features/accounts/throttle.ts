import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accounts } from './accounts.store.ts'

const mostPerAccount = 10
const mostPerAddress = 100

export interface Try {
  /** How many tries for this account in the window, this one included. */
  count: number
  /** It was right: the account's count starts anew, the address gets its try back. */
  succeeded(gate: Across): Promise<void>
}

/** Counts a try at a password, known account or not. Throws `session.throttled`: 10 an account, 100 an address, in 5 minutes. */
export async function reserveTry(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  email: string,
  address: string,
): Promise<Try> {
  const byAccount = vault.searchToken(tokenKey, 'throttle-account', email.toLowerCase())
  const byAddress = vault.searchToken(tokenKey, 'throttle-address', address)
  const [count, fromAddress] = [await accounts.reserveTry(gate, byAccount), await accounts.reserveTry(gate, byAddress)]
  if (count > mostPerAccount || fromAddress > mostPerAddress) throw new AppError('session.throttled')
  return {
    count,
    async succeeded(later) {
      await accounts.forgetTries(later, byAccount)
      await accounts.giveBackTry(later, byAddress)
    },
  }
}
