import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { CheckPlace } from './check-place.ts'
import type { Check, Finding } from './check.ts'
import { practiceChecks, type SealedStateRow } from './checks.store.ts'
import { keepStates, openState, turnOf, type Found, type OpenedState } from './kept-state.ts'
import { goesAlong } from './rhythm.ts'
import { failureOf, inTime, Outdated, type Round, type RunParts } from './run-check.ts'
import { tellOfCheck } from './tell-of-check.ts'

/** These get a transaction of their own each: one could not be looked at, or several have something to tell and enter. */
class Apart extends Error {
  override name = 'Apart'
  readonly checks: readonly Check[]
  constructor(checks: readonly Check[], cause?: unknown) {
    super('', { cause })
    this.checks = checks
  }
}

/**
 * All checks that are due in a practice, in one transaction and one write. What could not be looked at is looked at once more by
 * itself, so that it spoils nothing for the others, and so are several that turned at once: each has an entry of its own.
 */
export async function lookAtPractice(
  parts: RunParts,
  practice: string,
  checks: readonly Check[],
  round: Round,
): Promise<void> {
  let unkept = 0
  for (let left = checks; left.length > 0;) {
    const apart = await lookTogether(parts, practice, left, round)
    if (apart.length === 0) return
    left = left.filter((check) => !apart.includes(check))
    for (const check of apart)
      await lookAlone(parts, practice, check, round).catch((error: unknown) => {
        if (error instanceof Outdated || (unkept += 1) === checks.length) throw error
        // The others are looked at all the same; this one is told of by its age.
        parts.log.error({ part: check.name, err: error }, 'a check was not kept')
      })
  }
}

/** Answers those that have to be looked at by themselves; where there are any nothing was kept of the others. */
async function lookTogether(...given: Parameters<typeof look>): Promise<readonly Check[]> {
  try {
    await look(...given)
    return []
  } catch (error) {
    if (error instanceof Outdated) throw error
    // Else whichever of them it was that the transaction did not survive.
    return error instanceof Apart ? error.checks : given[2]
  }
}

async function lookAlone(parts: RunParts, practice: string, check: Check, round: Round): Promise<void> {
  try {
    await look(parts, practice, [check], round)
  } catch (error) {
    if (error instanceof Outdated) throw error
    const why = error instanceof Apart ? error.cause : error
    parts.log.error({ part: check.name, err: why }, 'a check could not be made')
    const unmade = { ...check, run: () => Promise.resolve(failureOf(why)) }
    await look(parts, practice, [unmade], { ...round, wanted: true })
  }
}

/** The look, what it found and who is told of it commit together. */
async function look(parts: RunParts, practice: string, checks: readonly Check[], round: Round): Promise<void> {
  const fence = round.fence()
  const facts: Record<string, string | number> = {}
  await parts.work(
    practice,
    'check.change',
    async (within) => {
      const rows = new Map((await practiceChecks.list(within.tx)).map((row) => [row.name, row]))
      const found: Found[] = []
      const told: Check[] = []
      for (const check of checks.filter((one) => round.wanted || isTime(one, rows.get(one.name), within.now))) {
        const before = rows.get(check.name) ?? null
        const whole = wholeOf(within, before)
        const asked = round.wanted || (before?.asked_at ?? null) !== null
        const { finding, entered } = await find(
          parts,
          within,
          check,
          { before: whole?.facts ?? null, asked },
          round,
        ).catch((error: unknown) => {
          throw new Apart([check], error)
        })
        const turn = turnOf(check, whole, finding, {
          now: within.now,
          practices: round.practices.length,
        })
        if (turn.turned || entered) {
          told.push(check)
          Object.assign(facts, { check: check.name, state: finding.state })
        }
        found.push({ check, before, finding, turn })
      }
      if (told.length > 1) throw new Apart(told)
      if (found.length > 0 && !(await keepStates(within, found, fence))) throw new Outdated()
      for (const { check, finding, turn } of found) if (turn.turned) await tell(parts, within, check, finding)
      return told.length === 0 ? null : true
    },
    () => facts,
  )
}

const isTime = (check: Check, row: SealedStateRow | undefined, now: Date) =>
  row === undefined || row.asked_at !== null || goesAlong(check, row.last_run_at, now)

async function find(
  parts: RunParts,
  within: Within,
  check: Check,
  known: Pick<CheckPlace, 'before' | 'asked'>,
  { practices }: Round,
): Promise<{ finding: Finding; entered: boolean }> {
  let entered = false
  const enter = () => (entered = true)
  const others = practices.filter((practice) => practice !== within.tx.practice)
  const another = others[within.now.getTime() % (others.length || 1)] ?? null
  const at = { ...known, now: within.now, practices: practices.length, another, enter }
  const finding = await inTime(parts.patience, (signal) =>
    check.run({ ...parts, ...at, signal, within: { ...within, tx: usedUntil(within.tx, signal) } }),
  )
  return { finding, entered }
}

/** A check that goes on after its time finds its transaction closed: by then the connection is somebody else's. */
function usedUntil(tx: Within['tx'], signal: AbortSignal): Within['tx'] {
  const guarded =
    <A extends unknown[], R>(act: (...given: A) => R) =>
    (...given: A): R => {
      signal.throwIfAborted()
      return act(...given)
    }
  const { run, runTogether, send } = tx
  return Object.assign(Object.create(tx) as Within['tx'], {
    run: guarded(run),
    runTogether: guarded(runTogether),
    send: guarded(send),
  })
}

async function tell({ publicOrigin, log }: RunParts, within: Within, check: Check, finding: Finding): Promise<void> {
  await tellOfCheck(within, check, finding, publicOrigin)
  if (finding.state === 'failing') log.error({ part: check.name }, 'a check of a practice is failing')
}

/** A state that was altered outside Candour is found anew. */
function wholeOf(within: Within, before: SealedStateRow | null): OpenedState | null {
  try {
    return before === null ? null : openState(within, before)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}
