import { setTimeout as pause } from 'node:timers/promises'
import type { Workspace } from '../../platform/database/workspace.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { watches } from '../../platform/ledger/look-through.store.ts'
import type { Directory } from '../directory/directory.ts'
import { watchPractice } from './watch-practice.ts'
import type { RememberedWriting } from './who-wrote.ts'

const everyMs = 5_000
/** A busy practice is looked at no more often, which bounds what keeping its memory costs. */
const quietSeconds = 20
/** A practice that is far behind lets the others have their turn. */
const pagesAtATime = 20

interface Parts {
  jobs: Workspace
  work: PracticeWork
  log: Log
  publicOrigin: string
  directory: Directory
}

export interface AccessWatch {
  /** Looks through all that nobody looked at. Answers how many entries. For tests; it does so by itself otherwise. */
  look(quiet?: number): Promise<number>
  stop(): Promise<void>
}

/** Looks through every practice's ledger as it grows: what happens is noticed within half a minute. @param byItself false: when it is asked to */
export function watchAccess({ jobs, work, log, publicOrigin, directory }: Parts, byItself = true): AccessWatch {
  const remembered: RememberedWriting = new Map()
  let stopping = false
  let looking: Promise<unknown> | null = null

  async function lookAt(practice: string, rests: boolean): Promise<number> {
    let count = 0
    for (let page = 0; page < pagesAtATime && !stopping; page++) {
      const began = performance.now()
      let seen = 0
      await work(practice, 'alert.raise', async (within) => {
        const looked = await watchPractice(within, directory, publicOrigin, remembered)
        seen = looked?.entries ?? 0
        return looked === null || looked.raised === 0 ? null : true
      })
      if (seen === 0) break
      count += seen
      // Who opens records meanwhile waits for no more than a page.
      if (rests && !stopping) await pause(Math.min(performance.now() - began, 200))
    }
    return count
  }

  async function look(quiet = quietSeconds, rests = false): Promise<number> {
    let count = 0
    for (const practice of await watches.behind(jobs, quiet)) {
      if (stopping) break
      count += await lookAt(practice, rests).catch((error: unknown) => {
        log.error({ part: 'alerts', err: error }, 'a practice’s activity could not be looked through; trying again')
        return 0
      })
    }
    return count
  }

  const timer = setInterval(() => {
    if (looking !== null || !byItself) return
    looking = look(quietSeconds, true)
      .catch((error: unknown) =>
        log.error({ part: 'alerts', err: error }, 'the activity could not be looked through; trying again'),
      )
      .finally(() => (looking = null))
  }, everyMs)
  timer.unref()

  return {
    look,
    async stop() {
      stopping = true
      clearInterval(timer)
      await looking
    },
  }
}
