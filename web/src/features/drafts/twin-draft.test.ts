import type { Draft } from '@candour/contract/drafts.ts'
import { beforeEach, expect, test, vi } from 'vitest'
import { findTwin, rememberBoth } from './twin-draft.ts'

const draft = (id: string, text: string, splitFrom: string | null = null): Draft => ({
  id,
  patient: null,
  title: 'Examination',
  sections: [{ heading: '', text }],
  revision: 1,
  amends: null,
  savedAt: '2026-11-22T10:00:00Z',
  device: 'Phone',
  splitFrom,
})
const kept = new Map([
  ['pc', draft('pc', 'From the PC')],
  ['phone', draft('phone', 'From the phone', 'pc')],
  ['same', draft('same', 'From the PC', 'pc')],
])
const read = async (id: string) => kept.get(id) ?? Promise.reject(new Error('gone'))

beforeEach(() => {
  const stored = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
})

test('a draft that split, opened later, finds the one from which it split', async () => {
  expect((await findTwin(kept.get('phone')!, [], read))?.id).toBe('pc')
})

test('the one from which it split finds it too, where the list knows of it', async () => {
  expect((await findTwin(kept.get('pc')!, [{ id: 'phone', splitFrom: 'pc' }], read))?.id).toBe('phone')
  expect(await findTwin(kept.get('pc')!, [], read)).toBeNull()
})

test('there is nothing to choose when the other is gone or says the same, nor once both were chosen', async () => {
  expect(await findTwin(draft('x', 'Words', 'gone'), [], read)).toBeNull()
  expect(await findTwin(kept.get('same')!, [], read)).toBeNull()
  rememberBoth('pc', 'phone')
  expect(await findTwin(kept.get('phone')!, [], read)).toBeNull()
})
