import { visits, type Proof, type PromiseDetail } from '@candour/contract/promises.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { whoOf } from '../entries/list-entries.ts'
import { showEvidence } from '../evidence/read-evidence.ts'
import { countStates, isCounted, type ProofParts } from './count-states.ts'
import { findHere, lastRunOf, lineOf, stateHere, type FoundHere } from './find-states.ts'
import { listPacks } from './packs.ts'
import { openPublication } from './publication.ts'
import { promisedOf, promiseGroups } from './registry/registry.ts'
import { checksOf } from './state-of.ts'
import { testsBehind } from './tests-behind.ts'

export const showProof =
  ({ live, version }: ProofParts) =>
  async (call: Call<unknown>): Promise<Outcome<Proof>> => {
    const here = await findHere(call, live)
    const groups = promiseGroups.map(({ name, promises }) => ({
      name,
      promises: promises.map((promised) => lineOf(promised, here, call.actor.member)),
      lastRunAt: lastRunOf(promises.flatMap((promised) => checksOf(promised, here.checks)))?.toISOString() ?? null,
    }))
    const all = groups.flatMap(({ promises }) => promises)
    const counts = countStates(all)
    const published = await openPublication(call)
    const packs = (await listPacks(call)).map(({ id, facts }) => ({
      id,
      at: facts.at,
      reason: facts.reason,
      by: whoOf(facts.by, here.names),
      visit: visits[facts.visit],
    }))
    const { can } = call.actor
    const output: Proof = {
      at: call.now.toISOString(),
      version,
      kept: counts.kept,
      of: all.filter(({ id }) => isCounted(id)).length,
      counts,
      groups,
      lastRunAt: lastRunOf([...here.checks.values()])?.toISOString() ?? null,
      publication: published === null ? null : { name: published.name, at: published.at, indexed: published.indexed },
      packs,
      can: [
        ...(can.has('evidence.file') ? (['file'] as const) : []),
        ...(can.has('proof.decide') ? (['decide'] as const) : []),
      ],
    }
    return { output, subjects: [] }
  }

/** Turns of a check that are shown beside a promise; the page of the checks has all. */
const mostTurns = 10

/** One of them, with all that stands behind it. Throws `promise.not_found`. */
export const readPromise =
  ({ live }: ProofParts) =>
  async (call: Call<{ promise: string }>): Promise<Outcome<PromiseDetail>> => {
    const promised = promisedOf(call.input.promise)
    if (promised === undefined) throw new AppError('promise.not_found')
    const here = await findHere(call, live)
    const { id, text, organisational, built, notCovered } = promised
    const { happened } = stateHere(promised, here)
    const changes = await live.changesOf(call)
    const owner = here.owners.get(id)
    const output: PromiseDetail = {
      ...lineOf(promised, here, call.actor.member),
      text,
      organisational,
      happened,
      notCovered,
      missing: built === 'whole' ? null : built === 'not built' ? 'Not at all yet.' : `${capital(built.slice(9))}.`,
      safe: happened === null ? null : safeOf(here),
      checks: checksOf(promised, here.checks).map((one) => ({
        name: one.name,
        title: one.title,
        state: one.state,
        what: one.what,
        since: one.since?.toISOString() ?? null,
        lastRunAt: one.lastRunAt?.toISOString() ?? null,
        history: (changes.get(one.name) ?? []).slice(0, mostTurns),
      })),
      tests: testsBehind(id),
      owner: owner === undefined ? null : whoOf(owner.facts.member, here.names),
      chasedAt: owner?.chasedAt?.toISOString() ?? null,
      evidence: (here.evidence.filed.get(id) ?? []).map((one) => showEvidence(one, here.names)),
      withdrawn: (here.evidence.withdrawn.get(id) ?? []).map((one) => showEvidence(one, here.names)),
      altered: here.evidence.altered.get(id) ?? 0,
    }
    return { output, subjects: [] }
  }

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** What else was looked at, and is well. */
function safeOf({ checks }: FoundHere): string {
  const all = [...checks.values()]
  const well = all.filter(({ state }) => state === 'well').length
  return `${well} of ${all.length} live checks are well. This touches the promises that hang on the same check, and no others.`
}

/** Has every live check run now; the page sees when each of them did. */
export const runChecks =
  ({ live }: ProofParts) =>
  async (call: Call<unknown>): Promise<Outcome<{ at: string }>> => {
    await live.ask(call)
    return { output: { at: call.now.toISOString() }, subjects: [] }
  }
