import type { checkRoutes } from '@candour/contract/checks.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { Workspace } from '../../platform/database/workspace.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import type { Check } from './check.ts'
import { readChanges } from './read-changes.ts'
import { readStates } from './read-states.ts'

type Listed = OutputOf<typeof checkRoutes.list>

/** Those of this practice and of the installation; of that no figures, which would tell of other practices. */
export const listChecks =
  (jobs: Workspace, all: readonly Check[]) =>
  async (call: Call<unknown>): Promise<Outcome<Listed>> => {
    const states = await readStates(jobs, all, call)
    const changes = await readChanges(jobs, call)
    const checks = states.map(({ since, lastRunAt, ...shown }) => ({
      ...shown,
      since: since?.toISOString() ?? null,
      lastRunAt: lastRunAt?.toISOString() ?? null,
      history: changes.get(shown.name) ?? [],
    }))
    const output = {
      at: call.now.toISOString(),
      checks: checks.toSorted((a, b) => Number(a.state === 'well') - Number(b.state === 'well')),
    }
    return { output, subjects: [] }
  }
