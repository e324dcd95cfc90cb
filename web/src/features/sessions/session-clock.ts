/** When a session ends, and when that is said: a minute before, whether nobody uses it or its hours are over. */
export const warnFor = 60_000
/** The server counts use to half a minute: what ends here must not have ended there. */
const grain = 30_000

export interface SessionTimes {
  /** When the server last counted use, by this clock. */
  countedAt: number
  idleMinutes: number
  /** By this clock. */
  endsAt: number
}

export type SessionHour = { state: 'open' } | { state: 'warned' | 'over'; why: 'idle' | 'over'; left: number }

export function hourOf({ countedAt, idleMinutes, endsAt }: SessionTimes, now: number): SessionHour {
  const idleEnd = countedAt + idleMinutes * 60_000 - grain
  // The end that no key puts off comes first where both are near.
  const why = endsAt <= idleEnd ? 'over' : 'idle'
  const left = Math.min(idleEnd, endsAt) - now
  if (left > warnFor) return { state: 'open' }
  return { state: left > 0 ? 'warned' : 'over', why, left: Math.max(0, left) }
}
