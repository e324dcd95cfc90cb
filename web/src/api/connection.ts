/** Whether the server answers. Lost at the first request without an answer, back at the first one with. */
import { useSyncExternalStore } from 'react'

let lostSince: Date | null = null
let probe: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

const betweenProbes = 5000

function change(next: Date | null) {
  lostSince = next
  for (const listener of listeners) listener()
}

export function answered() {
  clearTimeout(probe)
  if (lostSince !== null) change(null)
}

export function lost() {
  if (lostSince === null) change(new Date())
  clearTimeout(probe)
  probe = setTimeout(() => void tryNow(), betweenProbes)
}

/** Asks for a sign of life that touches no record and no session. */
export async function tryNow() {
  try {
    await fetch('/health', { cache: 'no-store' })
    answered()
  } catch {
    lost()
  }
}

export function onConnection(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const connectionLostSince = () => lostSince

export function useConnectionLostSince(): Date | null {
  return useSyncExternalStore(onConnection, connectionLostSince)
}
