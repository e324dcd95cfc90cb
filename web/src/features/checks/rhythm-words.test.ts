import { expect, test } from 'vitest'
import { rhythmWords } from './rhythm-words.ts'

test('how often a check runs is said in the largest unit that fits', () => {
  expect([20, 30, 60, 300, 1_800, 3_600, 28_800].map(rhythmWords)).toEqual([
    'Every 20 seconds',
    'Every 30 seconds',
    'Every minute',
    'Every 5 minutes',
    'Every 30 minutes',
    'Every hour',
    'Every 8 hours',
  ])
})
