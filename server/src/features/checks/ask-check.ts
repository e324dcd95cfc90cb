import type { checkRoutes } from '@candour/contract/checks.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Workspace } from '../../platform/database/workspace.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import type { Check } from './check.ts'
import { ownChecks, practiceChecks } from './checks.store.ts'

/** Whoever runs the checks comes to it within seconds; one that never ran is due in any case. Throws `check.not_found`. */
export const askCheck =
  (jobs: Workspace, all: readonly Check[]) =>
  async ({ tx, input, now }: Call<{ name: string }>): Promise<Outcome<OutputOf<typeof checkRoutes.run>>> => {
    const check = all.find(({ name }) => name === input.name)
    if (check === undefined) throw new AppError('check.not_found')
    if (check.of === 'practice') await practiceChecks.ask(tx, check.name, now)
    // Of no practice: after what the practice's ledger says. Lost, somebody asks once more.
    else tx.afterCommit(() => void ownChecks.ask(jobs, check.name, now).catch(() => undefined))
    return { output: {}, subjects: [], facts: { check: check.name } }
  }

/** All of them, as if somebody had asked for each. */
export async function askAll(
  jobs: Workspace,
  all: readonly Check[],
  { tx, now }: Pick<Within, 'tx' | 'now'>,
): Promise<void> {
  for (const { of, name } of all) if (of === 'practice') await practiceChecks.ask(tx, name, now)
  const own = all.filter(({ of }) => of === 'installation')
  tx.afterCommit(() => void Promise.all(own.map(({ name }) => ownChecks.ask(jobs, name, now))).catch(() => undefined))
}
