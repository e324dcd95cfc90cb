import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft } from '@candour/contract/drafts.ts'
import { ApiError, LostNetwork } from '../../api/client.ts'
import { keepDraft, longestWait, quietFor, type DraftStore, type DraftText } from './draft-keeper.ts'

const text = (words: string): DraftText => ({ title: 'Examination', sections: [{ heading: 'Complaint', text: words }] })

function draftOf(id: string, revision: number, words: string): Draft {
  return {
    id,
    patient: 'p1',
    ...text(words),
    revision,
    amends: null,
    savedAt: '2026-11-19T14:02:11Z',
    device: 'here',
    splitFrom: null,
  }
}

/** A server of one draft, as the contract describes it. */
function server(start = '') {
  const drafts = new Map([['d1', draftOf('d1', 1, start)]])
  const saves: { base: number; words: string }[] = []
  let failNext: Error | null = null
  let loseAnswer = false
  const trip = () => {
    if (failNext === null) return
    const error = failNext
    failNext = null
    throw error
  }
  const store: DraftStore = {
    async start(id, patient, _amends, typed) {
      trip()
      const there = drafts.get(id) ?? { ...draftOf(id, 1, ''), patient, ...typed }
      drafts.set(id, there)
      return there
    },
    async save(id, baseRevision, typed) {
      trip()
      const there = drafts.get(id)
      if (there === undefined)
        throw new ApiError(404, { code: 'draft.not_found', message: 'There is no such draft.', requestId: 'r' })
      saves.push({ base: baseRevision, words: typed.sections[0]?.text ?? '' })
      if (there.revision !== baseRevision) {
        const own = { ...draftOf('d2', 1, ''), ...typed, splitFrom: id }
        drafts.set('d2', own)
        return { outcome: 'split', draft: own, other: there }
      }
      const saved = { ...there, ...typed, revision: there.revision + 1 }
      drafts.set(id, saved)
      if (loseAnswer) {
        loseAnswer = false
        throw new LostNetwork()
      }
      return { outcome: 'saved', draft: saved }
    },
    async read(id) {
      trip()
      return drafts.get(id) ?? draftOf(id, 0, '')
    },
  }
  return {
    store,
    drafts,
    saves,
    fail: (error: Error) => (failNext = error),
    loseTheAnswer: () => (loseAnswer = true),
    words: (id = 'd1') => drafts.get(id)?.sections[0]?.text,
  }
}

const signedOut = new ApiError(401, { code: 'session.ended', message: 'Your session has ended.', requestId: 'r' })

describe('a draft keeper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('saves once after typing stops', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    keeper.edit(text('a'))
    keeper.edit(text('ab'))
    expect(keeper.current().state.kind).toBe('waiting')
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(there.saves).toEqual([{ base: 1, words: 'ab' }])
    expect(keeper.current().state).toEqual({ kind: 'saved', at: '2026-11-19T14:02:11Z' })
  })

  it('saves within two seconds of somebody who never stops typing', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    for (let typed = 0; typed < longestWait; typed += 100) {
      keeper.edit(text('x'.repeat(typed / 100 + 1)))
      await vi.advanceTimersByTimeAsync(100)
    }
    await vi.advanceTimersByTimeAsync(100)
    expect(there.saves.length).toBeGreaterThan(0)
  })

  it('sends what was typed during a save on top of that save', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    keeper.edit(text('first'))
    const flushed = keeper.flush()
    keeper.edit(text('first and second'))
    await flushed
    await vi.advanceTimersByTimeAsync(longestWait)
    expect(there.saves).toEqual([
      { base: 1, words: 'first' },
      { base: 2, words: 'first and second' },
    ])
  })

  it('keeps both texts when another device saved in between, and goes on with its own', async () => {
    const there = server('seen')
    const keeper = keepDraft({ draft: draftOf('d1', 1, 'seen'), born: true }, there.store)
    there.drafts.set('d1', draftOf('d1', 2, 'from the phone'))
    keeper.edit(text('from the desk'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(keeper.current().id).toBe('d2')
    expect(keeper.current().other?.sections[0]?.text).toBe('from the phone')
    expect(there.words('d1')).toBe('from the phone')
    expect(there.words('d2')).toBe('from the desk')
  })

  it('does not take its own unanswered save for another device', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    there.loseTheAnswer()
    keeper.edit(text('once'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(keeper.current().state).toMatchObject({ kind: 'not-saved', why: 'network' })
    keeper.edit(text('once and more'))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(keeper.current().id).toBe('d1')
    expect(there.words()).toBe('once and more')
    expect(keeper.current().state.kind).toBe('saved')
  })

  it('keeps text through a lost network and tries again by itself', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    there.fail(new LostNetwork())
    keeper.edit(text('kept'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(keeper.current().state.kind).toBe('not-saved')
    expect(keeper.isDirty()).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(there.words()).toBe('kept')
  })

  it('waits for a sign-in after a 401, without losing a letter', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    there.fail(signedOut)
    keeper.edit(text('typed'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(keeper.current().state).toMatchObject({ kind: 'not-saved', why: 'signed-out' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(there.saves).toEqual([])
    keeper.resume()
    await vi.advanceTimersByTimeAsync(0)
    expect(there.words()).toBe('typed')
  })

  it('starts at the server with the first words, not before', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('new', 0, ''), born: false }, there.store)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(there.drafts.has('new')).toBe(false)
    keeper.edit(text('hello'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(there.words('new')).toBe('hello')
  })

  it('lives on as a draft of its own when it was discarded elsewhere', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    there.drafts.delete('d1')
    keeper.edit(text('still here'))
    await vi.advanceTimersByTimeAsync(longestWait)
    expect(keeper.current().id).not.toBe('d1')
    expect(there.words(keeper.current().id)).toBe('still here')
  })

  it('says in words why the server refused, and tries again when more is typed', async () => {
    const there = server()
    const keeper = keepDraft({ draft: draftOf('d1', 1, ''), born: true }, there.store)
    there.fail(new ApiError(403, { code: 'practice.trial_ended', message: 'The trial has ended.', requestId: 'r' }))
    keeper.edit(text('a'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(keeper.current().state).toMatchObject({ kind: 'not-saved', why: 'refused', message: 'The trial has ended.' })
    keeper.edit(text('ab'))
    await vi.advanceTimersByTimeAsync(quietFor)
    expect(there.words()).toBe('ab')
  })
})
