import { setImmediate } from 'node:timers/promises'

/** Milliseconds of work at a time; then others have their turn. */
const slice = 8

/** Long work awaits this between its steps, so that it holds nobody up for longer than about `slice` and one step. */
export function breather(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < slice) return
    await setImmediate()
    since = performance.now()
  }
}
