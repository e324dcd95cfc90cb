import type { FactorKind } from '@candour/contract/factors.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { factors } from './factors.store.ts'

/** By what an account can be proved besides its password; none where no second factor is set up. */
export async function waysToProve(gate: Across, account: string): Promise<FactorKind[]> {
  const there = new Set((await factors.list(gate, account)).map(({ kind }) => kind))
  return (['passkey', 'totp', 'recovery'] as const).filter((kind) => there.has(kind))
}
