/**
 * Promise: every entry gets one number in its practice, without gap or double, whichever node dies and however late a
 * transaction commits. What is taken is decided by pg_snapshot_xmin, never by the highest id; position, numbers and
 * entries move in one transaction; a fence stops whoever lost the lease.
 */
import { holdLease, releaseLease } from '../jobs/lease.store.ts'
import type { Workspace } from '../database/workspace.ts'
import type { Log } from '../log.ts'
import { newId } from '../vault/ids.ts'
import { catchUp } from './catch-up.ts'
import { TreesBroken } from './grow-trees.ts'
import { sequencing, type QueuedRow } from './ledger.store.ts'
import { numberEntries } from './number-entries.ts'
import type { Refusal } from './guard.ts'

const leaseName = 'ledger.sequencer'
const leaseSeconds = 5
const page = 2000

export class FenceLost extends Error {
  override name = 'FenceLost'
}

/**
 * Numbers what waits, one page, and grows the trees by it. Answers how many entries were numbered. Throws FenceLost for an
 * outdated fence, TreesBroken.
 * @param left practices whose trees are left as they are
 */
export async function sequenceOnce(workspace: Workspace, fence: number, left?: ReadonlySet<string>): Promise<number> {
  return workspace.together(async (across) => {
    const position = await sequencing.lockPosition(across)
    if (position.fence > fence) throw new FenceLost('another sequencer has taken over')
    const rows = await sequencing.readQueue(across, position.xid, position.horizon, page)
    const { taken, next } = cutAtTransaction(rows, position.horizon)
    const numbered = await numberEntries(across, taken, left)
    if (next !== position.xid || fence !== position.fence) await sequencing.movePosition(across, next, fence)
    return numbered
  })
}

/** A transaction's rows stay together: a full page ends before its last transaction, which comes next time. */
export function cutAtTransaction(rows: QueuedRow[], horizon: string): { taken: QueuedRow[]; next: string } {
  const last = rows.at(-1)
  if (last === undefined || rows.length < page) return { taken: rows, next: horizon }
  const taken = rows.filter((row) => row.xid !== last.xid)
  if (taken.length === 0) throw new Error('one transaction holds more rows of the ledger than a page')
  return { taken, next: last.xid }
}

export interface Sequencer {
  /** Something waits: number it now rather than at the next round. */
  poke(): void
  /** Entries numbered by this process, whether it holds the lease, and why it numbers nothing although it does. */
  state(): { numbered: number; leading: boolean; refusal: Refusal | null }
  /** The fence of the lease while this process holds it. */
  fence(): number | null
  /** The next round looks first whether it may go on. */
  lookAgain(): void
  stop(): Promise<void>
}

export interface SequencerOptions {
  /** Whether the database is what was signed; asked before the first round, after each failure and every minute. */
  guard?: () => Promise<Refusal | null>
  /** Told once of each refusal, and of a practice whose tree does not fit. */
  onRefusal?: (refusal: Refusal) => void
  onBroken?: (practice: string) => void
  everyMs?: number
}

const guardEveryMs = 60_000
const refusedEveryMs = 2_000
const brokenForMs = 10 * 60_000

export function startSequencer(workspace: Workspace, log: Log, options: SequencerOptions = {}): Sequencer {
  const { guard = () => Promise.resolve(null), onRefusal, onBroken, everyMs = 300 } = options
  const holder = newId()
  /** A round costs some milliseconds however little waits: ten of them a second is what a busy node affords. */
  const pokedMs = everyMs / 3
  let numbered = 0
  let stopped = false
  let wake: () => void = () => undefined
  let poked = false
  let tended = 0
  let renewed = 0
  let fence: number | null = null
  let guarded = -Infinity
  let refusal: Refusal | null = null
  let mayBeBehind = true
  /** Practices whose trees do not fit, and until when they are left alone. */
  const broken = new Map<string, number>()

  async function hold(): Promise<boolean> {
    if (fence !== null && performance.now() - renewed <= leaseSeconds * 500) return true
    const before = fence
    fence = await holdLease(workspace, leaseName, holder, leaseSeconds)
    renewed = performance.now()
    if (fence === null || fence === before) return fence !== null
    await sequencing.raiseFence(workspace, fence)
    guarded = -Infinity
    mayBeBehind = true
    return true
  }

  async function mayGoOn(): Promise<boolean> {
    if (performance.now() - guarded < (refusal === null ? guardEveryMs : refusedEveryMs)) return refusal === null
    const found = await guard()
    guarded = performance.now()
    if (found !== null && refusal?.what !== found.what) {
      log.error({ part: 'ledger', count: found.practices.length }, found.what)
      onRefusal?.(found)
    }
    if (found === null && refusal !== null) log.info({ part: 'ledger' }, 'the ledger goes on')
    refusal = found
    return refusal === null
  }

  /** What was left alone is tried again after a while. */
  function leftAlone(): ReadonlySet<string> {
    for (const [practice, until] of broken) {
      if (until > performance.now()) continue
      broken.delete(practice)
      mayBeBehind = true
    }
    return new Set(broken.keys())
  }

  async function leavingBroken<T>(act: (left: ReadonlySet<string>) => Promise<T>): Promise<T> {
    try {
      return await act(leftAlone())
    } catch (error) {
      if (!(error instanceof TreesBroken)) throw error
      for (const practice of error.practices) {
        broken.set(practice, performance.now() + brokenForMs)
        log.error({ part: 'ledger', err: error }, 'the tree of a practice does not fit; it is left as it was')
        onBroken?.(practice)
      }
      return act(leftAlone())
    }
  }

  async function round(): Promise<void> {
    if (!(await hold()) || !(await mayGoOn())) return
    if (Date.now() - tended > 10 * 60_000) {
      tended = Date.now()
      // Numbering goes on without: what has no hour of its own waits in the default partition.
      await sequencing.tend(workspace).catch((error: unknown) => {
        log.error({ part: 'sequencer', err: error }, 'the queue could not be tended; trying again')
      })
    }
    const held = fence!
    if (await sequencing.anyWaiting(workspace)) {
      let count: number
      do {
        count = await leavingBroken((left) => sequenceOnce(workspace, held, left))
        numbered += count
      } while (count >= page && !stopped)
    }
    leftAlone()
    if (mayBeBehind && !stopped) {
      mayBeBehind = await leavingBroken((left) => catchUp(workspace, held, left))
      poked ||= mayBeBehind
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      poked = false
      try {
        await round()
      } catch (error) {
        fence = null
        log.error({ part: 'sequencer', err: error }, 'sequencing failed; trying again')
      }
      if (stopped) break
      await new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, poked ? pokedMs : everyMs)
        wake = () => {
          wake = () => undefined
          clearTimeout(timer)
          timer = setTimeout(resolve, stopped ? 0 : pokedMs)
        }
      })
    }
    if (fence !== null) await releaseLease(workspace, leaseName, holder).catch(() => undefined)
  }

  const running = run()
  return {
    poke() {
      poked = true
      wake()
    },
    state: () => ({ numbered, leading: fence !== null, refusal }),
    fence: () => (refusal === null ? fence : null),
    lookAgain() {
      guarded = -Infinity
      poked = true
      wake()
    },
    async stop() {
      stopped = true
      wake()
      await running
      fence = null
    },
  }
}
