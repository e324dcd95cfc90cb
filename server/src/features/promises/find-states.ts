import type { PromiseLine } from '@candour/contract/promises.ts'
import { showDate, showDay } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { dayOf } from '../evidence/day-of.ts'
import { openOwners, type NamedOwner } from '../evidence/owners.ts'
import { countsSince, openAllEvidence, type AllEvidence } from '../evidence/sealed-evidence.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import type { LiveChecks } from './live-checks.ts'
import type { Promised } from './registry/promised.ts'
import { checksOf, stateOf, type CheckState, type Stated } from './state-of.ts'
import { testsBehind } from './tests-behind.ts'

/** All that the states of a practice's promises are found from, at one moment. */
export interface FoundHere {
  checks: ReadonlyMap<string, CheckState>
  evidence: AllEvidence
  owners: Map<string, NamedOwner>
  names: Map<string, NamedMember>
  now: Date
}

export async function findHere(within: Within, live: LiveChecks): Promise<FoundHere> {
  const states = await live.statesOf(within)
  return {
    checks: new Map(states.map((one) => [one.name, one])),
    evidence: await openAllEvidence(within),
    owners: await openOwners(within),
    names: await nameMembers(within),
    now: within.now,
  }
}

export function stateHere(promised: Promised, { checks, evidence, now }: FoundHere): Stated {
  const newest = evidence.filed.get(promised.id)?.[0]?.facts
  return stateOf(promised, {
    tests: testsBehind(promised.id).length,
    checks,
    evidence: newest === undefined ? null : { at: countsSince(newest), expiresOn: newest.expiresOn },
    today: dayOf(now),
  })
}

/** @param reader who reads it, who is told "you"; null for nobody in particular */
export function lineOf(promised: Promised, here: FoundHere, reader: string | null): PromiseLine {
  const stated = stateHere(promised, here)
  const { state, since } = stated
  const lastRunAt = lastRunOf(checksOf(promised, here.checks))
  return {
    id: promised.id,
    sentence: promised.sentence,
    state,
    since: since?.toISOString() ?? null,
    why: whyOf(promised, stated, here, reader),
    lastRunAt: lastRunAt?.toISOString() ?? null,
  }
}

export function lastRunOf(checks: readonly CheckState[]): Date | null {
  const times = checks.flatMap(({ lastRunAt }) => lastRunAt?.getTime() ?? [])
  return times.length === 0 ? null : new Date(Math.max(...times))
}

/** What stands beside the state, in a few words. */
function whyOf(
  { id, built, checks }: Promised,
  { state, since }: Stated,
  here: FoundHere,
  reader: string | null,
): string {
  const owner = here.owners.get(id)
  const who =
    owner === undefined
      ? null
      : owner.facts.member === reader
        ? 'You'
        : (here.names.get(owner.facts.member)?.name ?? 'A member')
  switch (state) {
    case 'failing':
      if (since !== null) return `Since ${showDay(since)}`
      return checks.length > 0 ? 'Not run yet' : 'In this version'
    case 'not-built':
      return built === 'not built' ? 'Never run' : 'In part'
    case 'evidence-missing':
      if (who === null) return 'No owner named'
      return owner!.chasedAt === null ? `${who}, not chased yet` : `${who}, chased ${showDay(owner!.chasedAt)}`
    case 'evidence-expired':
      return `${who ?? 'No owner named'}, since ${showDate(since!.toISOString().slice(0, 10))}`
    case 'kept':
      return since === null ? 'By the tests of this version' : `Since ${showDay(since)}`
  }
}
