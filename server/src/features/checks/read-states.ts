import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Check, Finding } from './check.ts'
import { ownChecks, practiceChecks, type StateRow } from './checks.store.ts'
import { openState } from './kept-state.ts'
import { isStale, patienceOf, rhythmOf } from './rhythm.ts'

export interface ShownState {
  name: string
  title: string
  of: Check['of']
  state: Finding['state']
  what: string
  /** Null: it never ran. */
  since: Date | null
  lastRunAt: Date | null
  /** By its rhythm, here. */
  everySeconds: number
}

type Reading = Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>

/** In the order of the checks. Whoever reads decides whether one ran in time: a runner that stopped can't. */
export async function readStates(jobs: Across, all: readonly Check[], within: Reading): Promise<ShownState[]> {
  const own = new Map((await ownChecks.list(jobs)).map((row) => [row.name, row]))
  const practices = await ownChecks.practices(jobs)
  const theirs = new Map((await practiceChecks.list(within.tx)).map((row) => [row.name, row]))
  const when = { now: within.now, practices }
  return all.map((check) => {
    const { name, title, of } = check
    const shown = { name, title, of, everySeconds: rhythmOf(check, practices) }
    if (of === 'installation') {
      const row = own.get(name)
      return { ...shown, ...judged(check, row, row?.what ?? '', when) }
    }
    const row = theirs.get(name)
    try {
      const what = row === undefined ? '' : openState(within, row).what
      return { ...shown, ...judged(check, row, what, when) }
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      const altered = 'What was kept of it was altered outside Candour; the next look shows how it is.'
      return { ...shown, state: 'failing', what: altered, since: row!.since, lastRunAt: row!.last_run_at }
    }
  })
}

function judged(
  check: Check,
  row: StateRow | undefined,
  what: string,
  { now, practices }: { now: Date; practices: number },
): Pick<ShownState, 'state' | 'what' | 'since' | 'lastRunAt'> {
  if (row === undefined) return { state: 'failing', what: 'It has not run yet.', since: null, lastRunAt: null }
  const { state, since, last_run_at: lastRunAt } = row
  if (!isStale(check, lastRunAt, now, practices)) return { state, what, since, lastRunAt }
  const from = state === 'failing' ? since : new Date(lastRunAt.getTime() + patienceOf(check, practices))
  return { state: 'failing', what: `It has not run since ${showDayAndTime(lastRunAt)}.`, since: from, lastRunAt }
}
