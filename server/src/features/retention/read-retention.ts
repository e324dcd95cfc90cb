import type { Retention } from '@candour/contract/retention.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { nameToTell } from '../members/read-member.ts'
import { effectiveAt, openRetention } from './sealed-retention.ts'

export async function readRetention(call: Call<unknown>): Promise<Outcome<Retention>> {
  return { output: await showRetention(call), subjects: [] }
}

export async function showRetention(call: Call<unknown>): Promise<Retention> {
  const { revision, facts } = await openRetention(call)
  if (facts === null) return { keepYears: null, revision, changed: null, effectiveAt: null }
  const { at, by, reason, keepYears } = facts
  return {
    keepYears,
    revision,
    changed: { at, by: await nameToTell(call, by), reason },
    effectiveAt: effectiveAt(facts)?.toISOString() ?? null,
  }
}
