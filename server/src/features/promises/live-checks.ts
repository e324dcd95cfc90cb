import type { CheckTurn } from '@candour/contract/checks.ts'
import type { Workspace } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { askAll } from '../checks/ask-check.ts'
import type { Check } from '../checks/check.ts'
import { readChanges } from '../checks/read-changes.ts'
import { readStates } from '../checks/read-states.ts'
import type { CheckState } from './state-of.ts'

/** Where the page has the findings of the live checks from: from what the runner kept. */
export interface LiveChecks {
  /** This practice's and the installation's. */
  statesOf(within: Within): Promise<CheckState[]>
  /** By check: how it turned; newest first. */
  changesOf(within: Within): Promise<Map<string, CheckTurn[]>>
  /** Whoever runs the checks comes to all of them within seconds. */
  ask(within: Within): Promise<void>
}

export const keptChecks = (jobs: Workspace, all: readonly Check[]): LiveChecks => ({
  statesOf: (within) => readStates(jobs, all, within),
  changesOf: (within) => readChanges(jobs, within),
  ask: (within) => askAll(jobs, all, within),
})
