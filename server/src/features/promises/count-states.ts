import { promiseStates, type PromiseState } from '@candour/contract/promises.ts'
import type { LiveChecks } from './live-checks.ts'

/** What the page is found from. */
export interface ProofParts {
  live: LiveChecks
  version: string
}

/** P01 to P81 alone are counted: what goes beyond them is no promise of others. */
export const isCounted = (id: string) => id.startsWith('P')

export function countStates(states: readonly { id: string; state: PromiseState }[]): Record<PromiseState, number> {
  const counts = Object.fromEntries(Object.keys(promiseStates).map((state) => [state, 0])) as Record<
    PromiseState,
    number
  >
  for (const { id, state } of states) if (isCounted(id)) counts[state] += 1
  return counts
}
