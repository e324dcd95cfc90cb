import type { Proof } from '@candour/contract/factors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { openFactor } from './factor.ts'
import { factors } from './factors.store.ts'
import { recoveryToken } from './recovery-codes.ts'
import { stepOf } from './totp.ts'

/**
 * Uses up what was shown: each code counts once, however many bring it at the same moment. Throws `factor.refused` for
 * one that is wrong, too old, or was used before: nobody learns which.
 */
export async function prove(
  gate: Across,
  vault: Vault,
  tokenKey: CompartmentKey,
  account: OpenedAccount,
  proof: Proof,
  now: Date,
): Promise<void> {
  const isRight =
    proof.by === 'recovery'
      ? await factors.useRecoveryCode(gate, account.account, recoveryToken(vault, tokenKey, proof.code))
      : await proveTotp(gate, vault, account, proof.code, now)
  if (!isRight) throw new AppError('factor.refused')
}

async function proveTotp(gate: Across, vault: Vault, account: OpenedAccount, code: string, now: Date) {
  for (const row of await factors.list(gate, account.account)) {
    if (row.kind !== 'totp') continue
    const { secret, drift } = openFactor(vault, account, row)
    const step = stepOf(secret, code, drift, now)
    if (step !== null && (await factors.useStep(gate, account.account, row.factor, step))) return true
  }
  return false
}
