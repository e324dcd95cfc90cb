import type { PracticeWork } from '../../platform/jobs/practice-work.ts'
import type { Log } from '../../platform/log.ts'
import { rebuildDirectory } from './rebuild-directory.ts'

/** Has a practice's directory made again, beside whatever else goes on; see `rebuildDirectory`. */
export type Mend = (practice: string, damaged: number | null) => void

export interface Mending {
  mend: Mend
  /** Stops after the step in hand; whoever looks next goes on from there. */
  stop(): Promise<void>
}

export function mendDirectories(work: PracticeWork, log: Log): Mending {
  const running = new Map<string, Promise<void>>()
  let stopping = false
  return {
    mend(practice, damaged) {
      if (stopping || running.has(practice)) return
      const done = rebuildDirectory(work, practice, damaged, () => stopping)
        .catch((error: unknown) => log.error({ part: 'finder', err: error }, 'the finder could not be made again'))
        .finally(() => running.delete(practice))
      running.set(practice, done)
    },
    async stop() {
      stopping = true
      await Promise.all(running.values())
    },
  }
}
