import type { Retention } from '@candour/contract/retention.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { addNotice } from '../notices/add-notice.ts'
import { nameToTell } from '../members/read-member.ts'
import { retentions } from './retention.store.ts'
import { showRetention } from './read-retention.ts'
import { effectiveAt, openRetention, sealRetention } from './sealed-retention.ts'

interface Asked {
  keepYears: number | null
  reason: string
  baseRevision: number
}

/**
 * From now on details are kept so long. None goes within the first 30 days, and the administrators are told at once: whoever
 * would do away with traces is seen before any is gone. Throws `access.refused`, `record.changed_meanwhile`.
 */
export async function changeRetention(call: Call<Asked>): Promise<Outcome<Retention>> {
  const { input, actor, tx, now } = call
  // Whoever was given the permission alone places holds, and does away with nothing.
  if (actor.level !== 4) throw new AppError('access.refused')
  const { revision: before, facts: kept } = await openRetention(call)
  if (before !== input.baseRevision) throw new AppError('record.changed_meanwhile')
  const { keepYears, reason } = input
  const facts = { keepYears, reason, by: actor.member, at: now.toISOString() }
  await retentions.write(tx, sealRetention(call, before + 1, facts))
  noteChange(tx, 'retention', tx.practice, { keepYears: kept?.keepYears ?? null }, { keepYears })
  const from = effectiveAt(facts)
  if (from !== null)
    await addNotice(
      call,
      `Details of the activity are kept for ${keepYears} years`,
      `${await nameToTell(call, actor.member)} decided it: ${reason} What is older loses its details from ${showDay(from)} on. Until then any administrator can change it.`,
      undefined,
      4,
    )
  return {
    output: await showRetention(call),
    subjects: [],
    reason,
    facts: { keepYears: keepYears ?? 'as long as the record' },
  }
}
