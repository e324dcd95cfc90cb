import { AppError } from '../../platform/app-error.ts'
import { ProcessLost, ProcessQueueFull, secondProcess } from '../../platform/second-process.ts'
import { checkWhole, type Checked, type CheckTask } from './check-whole.ts'

/** Above 256 KiB checking takes longer than others should wait: it is done in a process beside. */
const large = 256 * 1024
/** They are bounded by the bytes of bodies in flight (platform/http) as well. */
const mostWaiting = 200
/** MiB. A resource of 16 MiB that says something takes up to 200; what takes more was made to. */
const memory = 300
const idleMs = 30_000

export interface ResourceChecker {
  /**
   * Checks a resource and says what has to be known to keep it. Throws `system.busy`, and `resource.too_costly` when
   * checking takes more memory than there is for it.
   */
  check(type: string | null, bytes: Buffer, now: Date): Promise<Checked>
  close(): Promise<void>
}

export function openChecker(): ResourceChecker {
  const beside = secondProcess<CheckTask, Checked>({
    program: new URL('./check-child.ts', import.meta.url),
    queue: mostWaiting,
    memory,
    idle: idleMs,
  })
  return {
    async check(type, bytes, now) {
      if (bytes.length <= large) return checkWhole(type, bytes, now)
      try {
        return await beside.run({ type, bytes, now })
      } catch (error) {
        if (error instanceof ProcessQueueFull) throw new AppError('system.busy')
        if (error instanceof ProcessLost) throw new AppError('resource.too_costly')
        throw error
      }
    },
    close: () => beside.close(),
  }
}
