/** Promise: long work gives others their turn, so that nobody waits for an import, a check or the finder's loading. */
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds of work at a time. */
const slice = 8

/** Long work awaits this between its steps: it holds nobody up for longer than about `slice` and one step. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < slice) return undefined
    return nextTurn().then(() => {
      since = performance.now()
    })
  }
}
