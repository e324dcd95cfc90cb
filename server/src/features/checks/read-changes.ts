import type { CheckTurn } from '@candour/contract/checks.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { ownChecks, practiceChecks } from './checks.store.ts'
import { openChange } from './kept-state.ts'

const shownMs = 30 * 86_400_000

type Reading = Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>

/** By check: how it turned within 30 days, and how it stood before; newest first. */
export async function readChanges(jobs: Across, within: Reading): Promise<Map<string, CheckTurn[]>> {
  const since = new Date(within.now.getTime() - shownMs)
  const changes = new Map<string, CheckTurn[]>()
  const add = (name: string, at: Date, state: CheckTurn['state'], what: string) =>
    changes.set(name, [...(changes.get(name) ?? []), { at: at.toISOString(), state, what }])
  for (const { name, at, state, what } of await ownChecks.history(jobs, since)) add(name, at, state, what)
  for (const row of await practiceChecks.history(within.tx, since)) {
    try {
      const { state, what } = openChange(within, row)
      add(row.name, row.at, state, what)
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      add(row.name, row.at, 'failing', 'What was kept of it was altered outside Candour.')
    }
  }
  return changes
}
