import type { FactorKind } from '@candour/contract/factors.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { readFactors } from './factor-set.ts'

/** By what an account can be proved besides its password; none where no second factor is set up. Throws SealBroken. */
export async function waysToProve(gate: Across, vault: Pick<Vault, 'isBound'>, account: string): Promise<FactorKind[]> {
  const there = new Set((await readFactors(gate, vault, account)).map(({ kind }) => kind))
  return (['passkey', 'totp', 'recovery'] as const).filter((kind) => there.has(kind))
}
