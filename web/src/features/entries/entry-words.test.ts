import { expect, test } from 'vitest'
import { joinerAfter, triedTo } from './entry-words.ts'

test.each([
  ['Opened the record of', ' '],
  ['Registered', ' '],
  ['Filed a draft under', ' '],
  ['Began a note', ' about '],
  ['Discarded a draft', ' about '],
  ['Looked for a patient', ': '],
])('after "%s" the name follows "%s"', (what, joiner) => expect(joinerAfter(what)).toBe(joiner))

test.each([
  ['Opened a note of a patient', 'Tried to open a note of a patient'],
  ['Finished and sealed a note of', 'Tried to finish and seal a note of'],
  ['Registered', 'Tried to register'],
  ['Let go of a file', 'Tried: Let go of a file'],
])('"%s", refused, is "%s"', (what, words) => expect(triedTo(what)).toBe(words))
