import type { Rules } from '@candour/contract/rules.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { rulesRows } from './rules.store.ts'

/** Whether what people are told of their days beside the rules is what the rules say. */
export async function isMirrored({ tx }: Pick<Within, 'tx'>, rules: Rules): Promise<boolean> {
  const mirrored = await rulesRows.mirrored(tx)
  return mirrored.factor_required === rules.factorRequired && mirrored.factor_grace_days === rules.factorGraceDays
}
