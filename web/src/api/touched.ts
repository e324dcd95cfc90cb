/**
 * When somebody last used Candour in this browser, as the server counts it. What a page asks by itself (a stream, what an
 * event told of, trying again) says so in a header, and keeps no session awake.
 */
const quiet = 10_000
const acts = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const

let touched = Date.now()
let counted = Date.now()
/** Server's clock less this one. */
let ahead = 0
let told = 0

const windows = new BroadcastChannel('candour-use')
windows.onmessage = (message: MessageEvent<number>) => {
  counted = Math.max(counted, Math.min(message.data, Date.now()))
}

if (typeof window !== 'undefined')
  for (const act of acts) window.addEventListener(act, () => (touched = Date.now()), { capture: true, passive: true })

/** Nobody has touched this window for a while: what it asks now is not somebody's doing. */
export const isUntouched = () => Date.now() - touched > quiet

export const touchedAt = () => touched

/** When the server last counted something as use, from any window. */
export const countedAt = () => counted

/** By the server's clock, as far as its answers tell. */
export const serverNow = () => Date.now() + ahead

export function noteAnswer(response: Response, isUse: boolean) {
  const date = Date.parse(response.headers.get('date') ?? '')
  if (!Number.isNaN(date) && Math.abs(date - serverNow()) > 2000) ahead = date - Date.now()
  if (!isUse || response.status === 401) return
  counted = Date.now()
  if (counted - told < 2000) return
  told = counted
  windows.postMessage(counted)
}
