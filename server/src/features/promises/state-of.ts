import type { PromiseState } from '@candour/contract/promises.ts'
import { needsEvidence } from './registry/registry.ts'
import type { Promised } from './registry/promised.ts'

/** What a live check found last. */
export interface CheckState {
  name: string
  title: string
  state: 'well' | 'failing'
  what: string
  since: Date | null
  lastRunAt: Date | null
}

/** The newest evidence of a promise. */
export interface EvidenceState {
  at: Date
  /** The last day on which it counts, `YYYY-MM-DD`. */
  expiresOn: string
}

/** All that a state is found from. Nothing else is asked, and nobody sets one. */
export interface Found {
  /** How many tests carry its id in the version that runs. */
  tests: number
  /** By name. One that the promise names and that is not here counts as failing. */
  checks: ReadonlyMap<string, CheckState>
  evidence: EvidenceState | null
  /** `YYYY-MM-DD`, in London. */
  today: string
}

export interface Stated {
  state: PromiseState
  /** Null where it is so by what is built. */
  since: Date | null
  /** What happened, in plain words; null where nothing did. */
  happened: string | null
}

/** Trouble comes first: a check that fails makes a promise fail, however much of it is built, and whatever was filed. */
export function stateOf(promised: Promised, found: Found): Stated {
  const watching = checksOf(promised, found.checks)
  const failing = watching.filter(({ state }) => state === 'failing')
  if (failing.length > 0)
    return {
      state: 'failing',
      since: earliest(failing.map(({ since }) => since)),
      happened: failing.map(whatOf).join(' '),
    }
  if (promised.built === 'whole' && found.tests === 0)
    return { state: 'failing', since: null, happened: 'No test behind it is in the version that runs.' }
  if (promised.built !== 'whole' && promised.organisational !== 'whole')
    return { state: 'not-built', since: null, happened: null }
  const { evidence, today } = found
  if (needsEvidence(promised)) {
    if (evidence === null) return { state: 'evidence-missing', since: null, happened: null }
    if (evidence.expiresOn < today)
      return { state: 'evidence-expired', since: new Date(`${evidence.expiresOn}T00:00:00Z`), happened: null }
  }
  const since = latest([...watching.map((one) => one.since), needsEvidence(promised) ? evidence!.at : null])
  return { state: 'kept', since, happened: null }
}

/** Where the finding does not say what was looked at, the check does. */
function whatOf({ title, what }: CheckState): string {
  return what.startsWith('It ') ? `“${title}”: ${what}` : what
}

/** Those that watch a promise, with what each found; one that nobody runs says so. */
export function checksOf({ checks }: Promised, found: Found['checks']): CheckState[] {
  return checks.map(
    (name) =>
      found.get(name) ?? {
        name,
        title: name,
        state: 'failing',
        what: `The live check ${name} does not run here.`,
        since: null,
        lastRunAt: null,
      },
  )
}

function earliest(times: (Date | null)[]): Date | null {
  return times.reduce((one, other) => (one === null || (other !== null && other < one) ? other : one), null)
}

function latest(times: (Date | null)[]): Date | null {
  return times.reduce((one, other) => (one === null || (other !== null && other > one) ? other : one), null)
}
