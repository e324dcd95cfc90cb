import type { CheckParts } from './check-place.ts'
import type { Check } from './check.ts'
import { ownChecks, type Counted } from './checks.store.ts'
import { isStale, patienceOf } from './rhythm.ts'

type Parts = { database: Pick<CheckParts['database'], 'jobs'>; clock: CheckParts['clock'] }

/** How the practices stand by check; none is named. */
export async function countPractices({ database, clock }: Parts, all: readonly Check[]): Promise<Counted[]> {
  const practices = await ownChecks.practices(database.jobs)
  const now = clock.now().getTime()
  const theirs = all.filter((check) => check.of === 'practice')
  return ownChecks.count(
    database.jobs,
    theirs.map((check) => ({ name: check.name, staleBefore: new Date(now - patienceOf(check, practices)) })),
  )
}

/** For the operator: how many of each state, by check. */
export async function countStates(
  parts: Parts,
  all: readonly Check[],
): Promise<{ check: string; of: Check['of']; state: 'well' | 'failing' | 'stale'; count: number }[]> {
  const now = parts.clock.now()
  const own = await ownChecks.list(parts.database.jobs)
  const theirs = await countPractices(parts, all)
  return all.flatMap((check) => {
    const kept = own.find(({ name }) => name === check.name)
    const stands = kept === undefined ? null : isStale(check, kept.last_run_at, now, 1) ? 'stale' : kept.state
    const counted = theirs.find(({ name }) => name === check.name)
    return (['well', 'failing', 'stale'] as const).map((state) => ({
      check: check.name,
      of: check.of,
      state,
      count: check.of === 'installation' ? Number(stands === state) : (counted?.[state] ?? 0),
    }))
  })
}
