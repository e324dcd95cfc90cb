/**
 * Fetches a page's code when the page is first opened. After an update of the server the old files are gone: the window
 * then saves what is typed and loads itself once, at the address that was asked for. Without a network it waits instead,
 * and stays where it is.
 */
import { connectionLostSince, onConnection, tryNow } from '../api/connection.ts'
import { flushUnsaved } from '../features/drafts/unsaved.ts'

const mark = 'candour.loaded-again'
const once = 60_000

/** For tests, what a window can do. */
export interface Window {
  /** Waits until the server answers; false when it did at once. */
  waited: () => Promise<boolean>
  saveAll: () => Promise<boolean>
  lastLoad: () => number
  loadAgain: () => void
}

const browser: Window = {
  async waited() {
    await tryNow()
    if (connectionLostSince() === null) return false
    await new Promise<void>((resolve) => {
      const stop = onConnection(() => {
        if (connectionLostSince() !== null) return
        stop()
        resolve()
      })
    })
    return true
  },
  saveAll: flushUnsaved,
  lastLoad: () => Number(sessionStorage.getItem(mark) ?? 0),
  loadAgain() {
    sessionStorage.setItem(mark, String(Date.now()))
    location.reload()
  },
}

export async function loadPage<M>(fetchPage: () => Promise<M>, window = browser): Promise<M> {
  try {
    return await fetchPage()
  } catch (cause) {
    const lately = Date.now() - window.lastLoad() < once
    const mayLoad = (await window.waited()) || !lately
    if (!mayLoad || !(await window.saveAll())) throw new Error('The page was not loaded', { cause })
    window.loadAgain()
    return new Promise<M>(() => undefined)
  }
}
