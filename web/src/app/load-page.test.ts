import { expect, test, vi } from 'vitest'
import { loadPage } from './load-page.ts'

function aWindow({ lastLoad = 0, saved = true, waited = false } = {}) {
  return {
    waited: () => Promise.resolve(waited),
    saveAll: () => Promise.resolve(saved),
    lastLoad: () => lastLoad,
    loadAgain: vi.fn<() => void>(),
  }
}
const gone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

test('a page whose files are gone makes the window load once, after what is typed is saved', async () => {
  const window = aWindow()
  void loadPage(gone, window)
  await vi.waitFor(() => expect(window.loadAgain).toHaveBeenCalledOnce())
})

test('a second time within a minute it is told instead, and so it is while something is not saved', async () => {
  for (const window of [aWindow({ lastLoad: Date.now() - 5000 }), aWindow({ saved: false })]) {
    await expect(loadPage(gone, window)).rejects.toThrow('The page was not loaded')
    expect(window.loadAgain).not.toHaveBeenCalled()
  }
})

test('a page that could not come for want of a network is fetched when it is back', async () => {
  const window = aWindow({ lastLoad: Date.now() - 5000, waited: true })
  void loadPage(gone, window)
  await vi.waitFor(() => expect(window.loadAgain).toHaveBeenCalledOnce())
})
