import { AppError } from '../../platform/app-error.ts'
import { secondThread, ThreadLost, ThreadQueueFull } from '../../platform/second-thread.ts'
import { checkWhole, type Checked, type CheckTask } from './check-whole.ts'

/** Above 256 KiB checking takes longer than others should wait: it is done in a thread beside. */
const large = 256 * 1024
/** They are bounded by the bytes of bodies in flight (platform/http) as well. */
const mostWaiting = 200
/** MiB. A resource of 16 MiB that says something takes up to 200; what takes more was made to. */
const memory = 400
const idleMs = 30_000

export interface ResourceChecker {
  /**
   * Checks a resource and says what has to be known to keep it. Large bytes are taken away meanwhile: go on with those
   * of the answer. Throws `system.busy`, and `resource.too_costly` when checking takes more memory than there is for it.
   */
  check(type: string | null, bytes: Buffer, now: Date): Promise<{ outcome: Checked; bytes: Buffer }>
  close(): Promise<void>
}

export function openChecker(): ResourceChecker {
  const thread = secondThread<CheckTask, { outcome: Checked; bytes: Uint8Array<ArrayBuffer> }>({
    program: new URL('./check-thread.ts', import.meta.url),
    queue: mostWaiting,
    memory,
    idle: idleMs,
  })
  return {
    async check(type, bytes, now) {
      if (bytes.length <= large) return { outcome: checkWhole(type, bytes, now), bytes }
      try {
        const answer = await thread.run({ type, bytes: ownBytes(bytes), now })
        return { outcome: answer.outcome, bytes: Buffer.from(answer.bytes.buffer) }
      } catch (error) {
        if (error instanceof ThreadQueueFull) throw new AppError('system.busy')
        if (error instanceof ThreadLost) throw new AppError('resource.too_costly')
        throw error
      }
    },
    close: () => thread.close(),
  }
}

/** A part of a larger buffer can't be handed over. */
function ownBytes({ buffer, byteOffset, length }: Buffer): Uint8Array<ArrayBuffer> {
  const whole = buffer as ArrayBuffer
  return length === whole.byteLength
    ? new Uint8Array(whole)
    : new Uint8Array(whole.slice(byteOffset, byteOffset + length))
}
