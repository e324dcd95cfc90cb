import { setTimeout as rest } from 'node:timers/promises'
import type { Within } from '../../platform/http/endpoint.ts'
import { holdLease, releaseLease } from '../../platform/jobs/lease.store.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { Check } from './check.ts'
import { ownChecks, type Standing, type StateRow } from './checks.store.ts'
import { lookAtPractice } from './look-at-practice.ts'
import { planLooks, secondsBetween, standingOf, type Remembered } from './plan-looks.ts'
import { readStates, type ShownState } from './read-states.ts'
import { isAhead } from './rhythm.ts'
import { runOwn, type Round, type RunParts } from './run-check.ts'

const leaseName = 'checks'
const leaseSeconds = 30
const everyMs = secondsBetween * 1000

const isDue = (check: Check, kept: Pick<StateRow, 'last_run_at' | 'asked_at'> | undefined, now: Date) =>
  kept === undefined ||
  kept.asked_at !== null ||
  isAhead(kept.last_run_at, now) ||
  now.getTime() - kept.last_run_at.getTime() >= check.everySeconds * 1000

export interface Checks {
  readonly all: readonly Check[]
  /** Runs all that there are, or the one, everywhere, as if somebody wanted it. For tests; what is due runs by itself otherwise. */
  run(name?: string): Promise<void>
  /** Runs what is due. For tests, too. */
  look(): Promise<void>
  /** There is a new practice: its first look comes rather than at the next round; at most once a second, and of new ones alone. */
  lookAtNew(): void
  /** This practice's and the installation's; what has not run in time counts as failing. */
  statesOf(within: Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>): Promise<ShownState[]>
  stop(): Promise<void>
}

/**
 * Each check in its rhythm, by whichever node holds the lease; a practice's in its own transaction, one practice after the other, and no more of
 * them at a time than `planLooks` says.
 * @param byItself false: when it is asked to
 */
export function openChecks(parts: RunParts, all: readonly Check[], byItself = true): Checks {
  const { database, clock, log } = parts
  const holder = newId()
  let stopping = false
  let looking: Promise<unknown> | null = null
  const remembered: Remembered = { sizes: new Map(), failed: new Map() }

  /** @param wanted which of them, due or not; null: those that are due; `new`: of practices that were never looked at */
  async function look(wanted: readonly Check[] | null | 'new'): Promise<void> {
    const hold = () => holdLease(database.jobs, leaseName, holder, leaseSeconds)
    let fence = await hold()
    if (fence === null) return
    const renewing = setInterval(() => {
      void hold().then(
        (held) => (fence = held),
        () => (fence = null),
      )
    }, leaseSeconds * 300)
    try {
      const now = clock.now()
      const chosen = wanted === null || wanted === 'new' ? all : wanted
      const ofPractice = chosen.filter((check) => check.of === 'practice')
      const standing = ofPractice.length === 0 ? [] : await standingOf(database.jobs, ofPractice, now)
      const round: Round = {
        practices: standing.map(({ practice }) => practice),
        wanted: chosen === wanted,
        fence: () => fence!,
      }
      const own = new Map((await ownChecks.list(database.jobs)).map((row) => [row.name, row]))
      const isTime = (check: Check) => wanted !== 'new' && (round.wanted || isDue(check, own.get(check.name), now))
      for (const check of chosen.filter((one) => one.of === 'installation' && isTime(one))) {
        if (stopping || fence === null) return
        await runOwn(parts, check, round).catch(notKept)
      }
      const never = () => standing.filter(({ made }) => made < ofPractice.length)
      const due = () => planLooks(standing, ofPractice.length, now, remembered)
      for (const one of round.wanted ? standing : wanted === 'new' ? never() : due()) {
        if (stopping || fence === null) return
        await lookAt(one, ofPractice, round)
      }
    } finally {
      clearInterval(renewing)
    }
  }

  const notKept = (error: unknown) => log.error({ part: 'checks', err: error }, 'a check was not kept')

  async function lookAt({ practice, size }: Standing, checks: readonly Check[], round: Round): Promise<void> {
    const { sizes, failed } = remembered
    const began = performance.now()
    sizes.set(practice, size)
    failed.delete(practice)
    await lookAtPractice(parts, practice, checks, round).catch((error: unknown) => {
      failed.set(practice, clock.now())
      notKept(error)
    })
    // Half of the time is everybody else's.
    if (!round.wanted) await rest(Math.min(performance.now() - began, 100))
  }

  let isNewWaiting = false
  let lookedAtNew = -Infinity

  function begin(wanted: null | 'new'): void {
    looking = look(wanted)
      .catch((error: unknown) => log.error({ part: 'checks', err: error }, 'checks could not be run; trying again'))
      .finally(() => {
        looking = null
        if (isNewWaiting) lookAtNew()
      })
  }

  function lookAtNew(): void {
    isNewWaiting = looking !== null
    if (isNewWaiting || !byItself || stopping || performance.now() - lookedAtNew < 1_000) return
    lookedAtNew = performance.now()
    begin('new')
  }

  const timer = setInterval(() => {
    if (looking === null && byItself) begin(null)
  }, everyMs)
  timer.unref()

  return {
    all,
    run: (name) => look(name === undefined ? all : all.filter((check) => check.name === name)),
    look: () => look(null),
    lookAtNew,
    statesOf: (within) => readStates(database.jobs, all, within),
    async stop() {
      stopping = true
      clearInterval(timer)
      await looking
      await releaseLease(database.jobs, leaseName, holder).catch(() => undefined)
    },
  }
}
