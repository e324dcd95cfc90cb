/** All drafts that are open in this window, and how many of them hold text that the server does not have yet. */
import { useSyncExternalStore } from 'react'
import { onConnection, connectionLostSince } from '../../api/connection.ts'
import type { DraftKeeper } from './draft-keeper.ts'

const keepers = new Set<DraftKeeper>()
const listeners = new Set<() => void>()
let unsaved = 0

function count() {
  const now = [...keepers].filter((keeper) => keeper.isDirty()).length
  if (now === unsaved) return
  unsaved = now
  for (const listener of listeners) listener()
}

export function watch(keeper: DraftKeeper) {
  keepers.add(keeper)
  const stop = keeper.subscribe(count)
  return () => {
    stop()
    keeper.stop()
    keepers.delete(keeper)
    count()
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useUnsaved(): number {
  return useSyncExternalStore(subscribe, () => unsaved)
}

/** True when everything typed is at the server afterwards. */
export async function flushUnsaved(): Promise<boolean> {
  const done = await Promise.all([...keepers].map((keeper) => keeper.flush()))
  return done.every(Boolean)
}

export const hasUnsaved = () => [...keepers].some((keeper) => keeper.isDirty())

export function loseUnsaved() {
  for (const keeper of keepers) keeper.stop()
}

export function resumeSaving() {
  for (const keeper of keepers) keeper.resume()
}

onConnection(() => {
  if (connectionLostSince() === null) resumeSaving()
})

if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', () => {
    for (const keeper of keepers) keeper.leave()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') for (const keeper of keepers) void keeper.flush(true)
  })
  window.addEventListener('beforeunload', (event) => {
    if (connectionLostSince() !== null && hasUnsaved()) event.preventDefault()
  })
}
