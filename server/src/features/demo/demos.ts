/** Practices for show: founded, then filled in the background while the page may be open already. */
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { londonDate } from './calendar.ts'
import type { DemoAsked, DemoPatient } from './demo.ts'
import { demoPractice } from './demo-practice.ts'
import { foundDemo, type FoundedDemo, type Founding } from './found-demo.ts'
import { keepDemo } from './keep-demo.ts'

export interface DemoParts {
  tokenKey: CompartmentKey
  blobs: BlobStore
  work: PracticeWork
  clock: Clock
  log: Log
  /** Has the ledger number what was entered. */
  poke(): void
}

export interface DemoProgress {
  kept: number
  planned: number
}

export interface Demos {
  found(founding: Founding, asked: Omit<DemoAsked, 'today'>): Promise<FoundedDemo>
  /** Writes what isn't there yet; a demonstration that was cut short goes on where it was. Answers how many are there. */
  fill(
    practice: string,
    asked: Omit<DemoAsked, 'today'>,
    onProgress?: (progress: DemoProgress) => void,
  ): Promise<number>
  /** Fills by itself; how far it is, `progressOf` says. */
  fillLater(practice: string, asked: Omit<DemoAsked, 'today'>): void
  /** Null when nothing is being filled by this process. */
  progressOf(practice: string): DemoProgress | null
  /** Ends what is being filled, after the patient that is being written. */
  stop(): Promise<void>
}

/** Patients in a transaction: few, so that others get their turn and the first are there at once. */
const inTransaction = 10

export function createDemos({ tokenKey, blobs, work, clock, log, poke }: DemoParts): Demos {
  const filling = new Map<string, DemoProgress>()
  const running = new Set<Promise<unknown>>()
  let stopping = false

  const make = (asked: Omit<DemoAsked, 'today'>) => demoPractice({ ...asked, today: londonDate(clock.now()) })

  async function write(
    practice: string,
    asked: Omit<DemoAsked, 'today'>,
    onProgress?: (progress: DemoProgress) => void,
  ) {
    const progress = { kept: 0, planned: asked.patients }
    filling.set(practice, progress)
    try {
      const records = make(asked).records[Symbol.iterator]()
      for (let isDone = false; !isDone && !stopping;) {
        const batch: DemoPatient[] = []
        while (batch.length < inTransaction && !isDone) {
          const next = records.next()
          if (next.done === true) isDone = true
          else batch.push(next.value)
        }
        if (batch.length === 0) break
        await work(practice, 'demo.fill', async (within) => {
          const written = await keepDemo(within, blobs, batch)
          return written === 0 ? null : written
        })
        poke()
        progress.kept += batch.length
        onProgress?.({ ...progress })
      }
      return progress.kept
    } finally {
      filling.delete(practice)
    }
  }

  function fill(practice: string, asked: Omit<DemoAsked, 'today'>, onProgress?: (progress: DemoProgress) => void) {
    const done = write(practice, asked, onProgress).finally(() => running.delete(done))
    running.add(done)
    return done
  }

  return {
    found: (founding, asked) => foundDemo(founding, tokenKey, make(asked)),
    fill,
    fillLater(practice, asked) {
      fill(practice, asked).catch((error: unknown) => {
        log.error({ part: 'demo', err: error }, 'a demonstration could not be filled')
      })
    },
    progressOf: (practice) => filling.get(practice) ?? null,
    async stop() {
      stopping = true
      await Promise.allSettled(running)
    },
  }
}

/** A seed that nobody had before. */
export function newSeed(): string {
  return newId().slice(-12)
}
