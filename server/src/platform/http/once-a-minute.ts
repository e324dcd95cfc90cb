/** Promise: what is refused over and over is entered once a minute, so that nobody floods a ledger by being refused. */
import type { Clock } from '../clock.ts'

export interface OnceAMinute {
  /** True for the first of a minute. */
  isFirst(what: string): boolean
  /** It came to nothing: the next one is the first again. */
  forget(what: string): void
}

const most = 1_000

export function onceAMinute(clock: Clock): OnceAMinute {
  const until = new Map<string, number>()
  return {
    isFirst(what) {
      const now = clock.now().getTime()
      if ((until.get(what) ?? 0) > now) return false
      until.delete(what)
      until.set(what, now + 60_000)
      if (until.size > most) until.delete(until.keys().next().value!)
      return true
    },
    forget: (what) => void until.delete(what),
  }
}
