import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintRecoveryCode } from '../../platform/vault/tokens.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { sealFactor, type Enrolled } from './factor.ts'
import { factors } from './factors.store.ts'

const howMany = 10

export function recoveryToken(vault: Vault, tokenKey: CompartmentKey, code: string): Buffer {
  return vault.searchToken(tokenKey, 'recovery-code', code)
}

/** Ten new codes, each for once, in groups of four; the old ones are void. Shown to their person this once. */
export async function makeRecoveryCodes(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  account: OpenedAccount,
  enrolled: Enrolled,
): Promise<string[]> {
  await factors.removeRecoveryCodes(gate, account.account)
  const codes = Array.from({ length: howMany }, mintRecoveryCode)
  for (const code of codes) {
    const factor = newId()
    await factors.insert(gate, {
      factor,
      account: account.account,
      kind: 'recovery',
      token: recoveryToken(vault, tokenKey, code),
      sealed: sealFactor(vault, account, factor, 1, { name: '', enrolled }),
      confirmed: true,
    })
  }
  return codes.map((code) => code.match(/.{4}/g)!.join('-'))
}
