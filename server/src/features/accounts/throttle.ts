import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { accounts } from './accounts.store.ts'

const mostPerAccount = 10
const mostPerAddress = 100
/** Wrong passwords in a row after which the password opens nothing, but at known devices, until it is reset. */
export const mostInARow = 50

export interface Try {
  /** How many tries for this account in the window, this one included. */
  count: number
  /** How many in a row from devices that are not known, this one included; 0 where that is not counted. */
  inARow: number
  /** It was right: the account's count starts anew, the address gets its try back. */
  succeeded(gate: Across): Promise<void>
}

/**
 * Counts a try, known account or not. Throws `session.throttled`: 10 an account, 100 an address, in 5 minutes. A device that
 * is known for the account has a count of its own, so that nobody elsewhere keeps its person out.
 */
export async function reserveTry(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  email: string,
  address: string,
  device: string | null = null,
): Promise<Try> {
  const folded = email.toLowerCase()
  const byAccount =
    device === null
      ? vault.searchToken(tokenKey, 'throttle-account', folded)
      : vault.searchToken(tokenKey, 'throttle-device', `${device} ${folded}`)
  const byAddress = vault.searchToken(tokenKey, 'throttle-address', address)
  const count = await accounts.reserveTry(gate, byAccount)
  // A known device is one person's, or one practice's: whoever else comes by the same address does not keep it out.
  const fromAddress = device === null ? await accounts.reserveTry(gate, byAddress) : 0
  if (count > mostPerAccount || fromAddress > mostPerAddress) throw new AppError('session.throttled')
  return {
    count,
    inARow: 0,
    async succeeded(later) {
      await accounts.forgetTries(later, byAccount)
      if (device === null) await accounts.giveBackTry(later, byAddress)
    },
  }
}

function streakOf(vault: Vault, tokenKey: CompartmentKey, email: string): Buffer {
  return vault.searchToken(tokenKey, 'throttle-streak', email.toLowerCase())
}

/**
 * The same for a password: what comes from a device that is not known counts in a row as well. Throws `session.throttled`, and
 * `session.password_off` after 50.
 */
export async function reservePassword(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  email: string,
  address: string,
  device: string | null,
): Promise<Try> {
  const tried = await reserveTry(gate, vault, tokenKey, email, address, device)
  if (device !== null) return tried
  const streak = streakOf(vault, tokenKey, email)
  const inARow = await accounts.reserveStreak(gate, streak)
  if (inARow > mostInARow) throw new AppError('session.password_off')
  return {
    ...tried,
    inARow,
    async succeeded(later) {
      await tried.succeeded(later)
      await accounts.endStreak(later, streak)
    },
  }
}

/** After a reset a password opens again, everywhere. */
export async function switchOn(gate: Across, vault: Vault, tokenKey: CompartmentKey, email: string): Promise<void> {
  await accounts.endStreak(gate, streakOf(vault, tokenKey, email))
  await accounts.forgetTries(gate, vault.searchToken(tokenKey, 'throttle-account', email.toLowerCase()))
}
