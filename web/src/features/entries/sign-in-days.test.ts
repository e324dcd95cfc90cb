import { expect, test } from 'vitest'
import type { SignIn } from '@candour/contract/sign-ins.ts'
import { daysOf, partOfDay } from './sign-in-days.ts'

const at = (instant: string) => ({ at: instant }) as SignIn

test('P27 a sign-in stands on its day and its hour in London, summer time too', () => {
  const signIns = [at('2026-07-02T00:30:00Z'), at('2026-07-01T23:30:00Z'), at('2026-07-01T10:00:00Z')]
  expect(daysOf(signIns).map(({ day, signIns: own }) => [day, own.length])).toEqual([
    ['Thursday 02-Jul-2026', 2],
    ['Wednesday 01-Jul-2026', 1],
  ])
  expect(partOfDay('2026-07-01T11:00:00Z')).toBe(0.5)
  expect(partOfDay('2026-12-01T12:00:00Z')).toBe(0.5)
  expect(partOfDay('2026-12-01T00:00:00Z')).toBe(0)
})
