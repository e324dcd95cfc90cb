import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../platform/log.ts'

const patience = 10_000
/** npm and the terminal both pass on one Ctrl-C: what follows this fast is the same. */
const sameSignal = 300

/**
 * Listens from now on; resolves with the exit code at a signal, or at an error that nobody caught. A second signal ends
 * the process at once, and the kernel then stops the database.
 */
export function listenForTheEnd(log: Log): Promise<number> {
  const end = Promise.withResolvers<number>()
  let since: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (since === undefined) {
        since = performance.now()
        log.info({ signal }, 'stopping')
        end.resolve(0)
      } else if (performance.now() - since > sameSignal) process.exit(130)
    })
  }
  // Node would print the error, whose message may quote a record.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'an error that nobody caught')
    end.resolve(1)
  })
  return end.promise
}

/** False when it took more than 10 seconds and is waited for no longer. */
export async function stopInTime(stop: () => Promise<void>, log: Log): Promise<boolean> {
  const late = wait(patience, 'late' as const, { ref: false })
  if ((await Promise.race([stop(), late])) !== 'late') return true
  log.error('stopping took too long, so it was cut short')
  return false
}
