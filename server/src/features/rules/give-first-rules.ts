import { firstRules, type Rules } from '@candour/contract/rules.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { rulesRows } from './rules.store.ts'
import { sealRules } from './sealed-rules.ts'

/** The rules that a new practice begins with. */
export async function giveFirstRules(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  different: Partial<Rules> = {},
): Promise<void> {
  const rules = { ...firstRules, ...different }
  await rulesRows.insert(within.tx, sealRules(within, 1, { rules, by: null, lockdown: null, signOn: null }))
  await rulesRows.mirror(within.tx, rules.factorRequired, rules.factorGraceDays)
}

/** Practices from before there were rules get the first ones, with what they had decided about second factors. */
export async function giveRulesToAll(gate: Across, work: PracticeWork, log: Log): Promise<void> {
  for (const practice of await rulesRows.without(gate))
    await work(practice, 'rules.give', async (within) => {
      const { factor_required: factorRequired, factor_grace_days: factorGraceDays } = await rulesRows.mirrored(
        within.tx,
      )
      await giveFirstRules(within, { factorRequired, factorGraceDays })
      return true
    }).catch((error: unknown) => {
      log.error({ part: 'rules', err: error }, 'a practice could not be given its first rules')
    })
}
