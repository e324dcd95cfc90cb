import type { ShownRules } from '@candour/contract/rules.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { readMember } from '../members/read-member.ts'
import { openRules } from './sealed-rules.ts'

/** What the practice has decided, for everybody who works there. */
export async function readRules(call: Call<unknown>): Promise<Outcome<ShownRules>> {
  return { output: await showRules(call), subjects: [] }
}

export async function showRules(call: Call<unknown>): Promise<ShownRules> {
  const { rules, revision, by, changed_at: changedAt } = await openRules(call)
  const changed = by === null ? null : { at: changedAt.toISOString(), by: (await readMember(call, by)).name }
  return { rules, revision, changed, can: call.actor.can.has('rules.change') ? ['change'] : [] }
}
