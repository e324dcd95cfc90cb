/** Promise: what is held in memory at one time for everybody together has a bound; the rest waits its turn, and not all of it. */
import { AppError } from './app-error.ts'

export interface Room {
  /**
   * Waits until so many bytes are free, in the order of coming; more than there is at all counts as all. Throws
   * `system.busy` at once when too many wait.
   */
  take(bytes: number): Promise<Taken>
}

/** Given back once, by `using` or by hand. */
export interface Taken extends Disposable {
  readonly bytes: number
}

/** @param size bytes; @param queue how many may wait */
export function openRoom(size: number, queue: number): Room {
  const waiting: { bytes: number; go: () => void }[] = []
  let free = size

  function give(bytes: number): Taken {
    free -= bytes
    let isGiven = true
    return {
      bytes,
      [Symbol.dispose]() {
        if (!isGiven) return
        isGiven = false
        free += bytes
        while (waiting.length > 0 && waiting[0]!.bytes <= free) waiting.shift()!.go()
      },
    }
  }

  return {
    take(asked) {
      const bytes = Math.min(asked, size)
      if (waiting.length === 0 && bytes <= free) return Promise.resolve(give(bytes))
      if (waiting.length >= queue) return Promise.reject(new AppError('system.busy'))
      return new Promise((resolve) => waiting.push({ bytes, go: () => resolve(give(bytes)) }))
    },
  }
}
