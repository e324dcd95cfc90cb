import type { PasswordAsked } from '@candour/contract/password-rules.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { showPractice } from '../practices/show-practice.ts'
import { openRules } from '../rules/sealed-rules.ts'

interface At {
  gate: GateTransaction
  vault: Vault
  keysOf: PracticeKeySource
  now: Date
}

/** What a new password of an account is judged by. */
export async function askedOf(
  { gate, vault, keysOf, now }: At,
  { account, facts }: OpenedAccount,
): Promise<PasswordAsked> {
  const own = [facts.name, facts.email]
  let mix = false
  for (const { practice, state, level } of await listMemberships(gate, account)) {
    if (state !== 'approved' || level === 0) continue
    const tx = gate.within(practice)
    const within = { tx, vault, keys: await keysOf(tx), now }
    own.push((await showPractice(within)).name)
    mix ||= (await openRules(within)).rules.passwordMix
  }
  return { own, hasFactor: (await waysToProve(gate, vault, account)).length > 0, mix }
}
