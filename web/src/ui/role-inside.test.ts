import { expect, test } from 'vitest'
import { roleInside } from './role-inside.ts'

test('inside a sentence a role loses its capital, letters that stand for words keep theirs', () => {
  expect(roleInside('Dental nurse')).toBe('dental nurse')
  expect(roleInside('Practice Manager')).toBe('practice manager')
  expect(roleInside('GP partner')).toBe('GP partner')
  expect(roleInside('Lead GP')).toBe('lead GP')
  expect(roleInside('Nurse, RGN')).toBe('nurse, RGN')
})
