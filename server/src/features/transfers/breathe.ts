import { setImmediate as nextTurn } from 'node:timers/promises'

const longestMs = 15

/** Long work calls this often: others get their turn every 15 ms, so that nobody waits for an import. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < longestMs) return undefined
    return nextTurn().then(() => {
      since = performance.now()
    })
  }
}
