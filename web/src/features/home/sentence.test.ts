import { expect, it } from 'vitest'
import { sentenceOf } from './sentence.ts'

const now = new Date('2026-11-19T14:02:00Z')

it('answers what needs one now', () => {
  expect(sentenceOf({ drafts: [], pending: 0, unfiled: 0, now, mayWrite: true }).title).toBe('Nothing waits for you')
  expect(
    sentenceOf({ drafts: [{ savedAt: '2026-11-19T09:00:00Z' }], pending: 0, unfiled: 0, now, mayWrite: true }),
  ).toEqual({
    title: 'One piece of work needs you',
    lead: 'Your draft is from today.',
  })
  const drafts = [{ savedAt: '2026-11-19T09:00:00Z' }, { savedAt: '2026-11-17T09:00:00Z' }]
  expect(sentenceOf({ drafts, pending: 1, unfiled: 0, now, mayWrite: true })).toEqual({
    title: 'Three pieces of work need you',
    lead: 'A colleague waits to be approved. The oldest draft is from Tuesday.',
  })
})

it('says what is unfiled, alone or beside one’s own work', () => {
  const drafts = [{ savedAt: '2026-11-19T09:00:00Z' }]
  expect(sentenceOf({ drafts: [], pending: 0, unfiled: 2, now, mayWrite: true }).title).toBe(
    'Two documents wait to be filed',
  )
  expect(sentenceOf({ drafts, pending: 0, unfiled: 1, now, mayWrite: true }).lead).toBe(
    'One document waits to be filed. Your draft is from today.',
  )
})
