import type { Proof } from '@candour/contract/factors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import type { ChallengeFor } from './challenge.ts'
import { keepFactorsBound, lockFactors } from './factor-set.ts'
import { openFactor } from './factor.ts'
import { factors } from './factors.store.ts'
import { provePasskey, type Proving } from './prove-passkey.ts'
import { recoveryToken } from './recovery-codes.ts'
import { stepOf } from './totp.ts'

/**
 * Uses up what was shown: each code counts once, however many bring it at the same moment. Throws `factor.refused` for
 * one that is wrong, too old, or was used before: nobody learns which; and what a passkey throws; SealBroken for an account
 * whose factors were altered.
 * @param what for which act a passkey was asked
 */
export async function prove(
  gate: Across,
  vault: Vault,
  proving: Proving,
  account: OpenedAccount,
  proof: Proof,
  what: ChallengeFor,
  now: Date,
): Promise<void> {
  if (proof.by === 'passkey') return provePasskey(gate, vault, proving, account, proof.signed, what, now)
  const rows = await lockFactors(gate, vault, account.account)
  const isRight =
    proof.by === 'recovery'
      ? await factors.useRecoveryCode(gate, account.account, recoveryToken(vault, proving.tokenKey, proof.code))
      : await proveTotp(gate, vault, account, proof.code, now, rows)
  if (!isRight) throw new AppError('factor.refused')
  await keepFactorsBound(gate, vault, account.account)
}

async function proveTotp(
  gate: Across,
  vault: Vault,
  account: OpenedAccount,
  code: string,
  now: Date,
  rows: Awaited<ReturnType<typeof lockFactors>>,
) {
  for (const row of rows) {
    if (row.kind !== 'totp') continue
    const { secret, drift } = openFactor(vault, account, row)
    const step = stepOf(secret, code, drift, now)
    if (step !== null && (await factors.useStep(gate, account.account, row.factor, step))) return true
  }
  return false
}
