import type { Metrics } from '../../platform/metrics.ts'
import type { CheckParts } from './check-place.ts'
import type { Check } from './check.ts'
import { ownChecks, type CheckState } from './checks.store.ts'
import { countPractices, countStates } from './count-states.ts'
import { isStale } from './rhythm.ts'

type Parts = Pick<CheckParts, 'database' | 'clock'>

/** States, ages and figures for whoever watches Candour: practices are counted, never named. */
export function watchChecks(metrics: Metrics, parts: Parts, all: readonly Check[]): void {
  metrics.gauges(
    'candour_check',
    'Checks by state; of those that run in each practice, the number of practices. stale: it did not run in time.',
    ['check', 'of', 'state'],
    async () =>
      (await countStates(parts, all)).map(({ check, of, state, count }) => ({
        labels: { check, of, state },
        value: count,
      })),
  )
  metrics.gauges(
    'candour_check_age_seconds',
    'Seconds since a check ran; of those of practices, the longest.',
    ['check'],
    async () => {
      const now = parts.clock.now().getTime()
      const own = (await ownChecks.list(parts.database.jobs)).map((row) => ({ ...row, ran: row.last_run_at.getTime() }))
      const theirs = (await countPractices(parts, all)).map((row) => ({ ...row, ran: row.oldest * 1000 }))
      return all.flatMap(({ name }) => {
        const row = [...own, ...theirs].find((one) => one.name === name)
        return row === undefined ? [] : [{ labels: { check: name }, value: (now - row.ran) / 1000 }]
      })
    },
  )
  metrics.gauges(
    'candour_check_figure',
    'What a check of the installation measured when it ran last.',
    ['check', 'figure'],
    async () =>
      (await ownChecks.list(parts.database.jobs)).flatMap(({ name, facts }) =>
        Object.entries(facts).flatMap(([figure, value]) =>
          typeof value === 'number' ? [{ labels: { check: name, figure }, value }] : [],
        ),
      ),
  )
}

export interface OwnState {
  name: string
  title: string
  state: CheckState
  what: string
  lastRunAt: Date
}

/** How the installation stands, for its operator. */
export async function ownStates({ database, clock }: Parts, all: readonly Check[]): Promise<OwnState[]> {
  const now = clock.now()
  return (await ownChecks.list(database.jobs)).flatMap(({ name, state, what, last_run_at: lastRunAt }) => {
    const check = all.find((one) => one.name === name)
    if (check === undefined) return []
    const shown = { name, title: check.title, lastRunAt }
    return isStale(check, lastRunAt, now, 1)
      ? [{ ...shown, state: 'failing' as const, what: 'It has not run since.' }]
      : [{ ...shown, state, what }]
  })
}
