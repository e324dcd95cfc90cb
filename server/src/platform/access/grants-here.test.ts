import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEssential, permissions, permissionsWith, type Grant, type Level } from '@candour/contract/permissions.ts'
import { firstRules, type Rules } from '@candour/contract/rules.ts'
import { grantsHere } from './grants-here.ts'

const places = ['a', 'b', 'c']
const rules = (known: string[]): Rules => ({
  ...firstRules,
  locations: known.map((id, at) => ({ id, name: id, addresses: [{ name: id, range: `10.${at}.0.0/16` }] })),
})
const grant: fc.Arbitrary<Grant> = fc.record({
  permission: fc.constantFrom(...permissions.slice(0, 4)),
  given: fc.boolean(),
  until: fc.constant(null),
  location: fc.constantFrom(null, ...places),
})
const now = new Date('2026-11-22T09:00:00Z')
const level = fc.constantFrom<Level>(1, 2, 3, 4)

test('P03 where nobody knows where somebody is, they may do no more than anywhere', () => {
  fc.assert(
    fc.property(level, fc.array(grant), fc.subarray(places), fc.nat(3), (of, grants, known, net) => {
      const unknown = permissionsWith(of, grantsHere(grants, rules(known), null), now)
      const somewhere = permissionsWith(of, grantsHere(grants, rules(known), `10.${net}.0.1`), now)
      expect(somewhere).toEqual(expect.arrayContaining(unknown))
    }),
  )
})

test('P03 a location that is no more gives nothing, and still withdraws', () => {
  fc.assert(
    fc.property(level, fc.array(grant), fc.nat(3), (of, grants, net) => {
      const address = `10.${net}.0.1`
      const without = permissionsWith(of, grantsHere(grants, rules([]), address), now)
      const general = permissionsWith(
        of,
        grantsHere(
          grants.filter((one) => one.location === null),
          rules([]),
          address,
        ),
        now,
      )
      expect(general).toEqual(expect.arrayContaining(without))
      const withdrawn = (permission: string) =>
        grants.some((one) => one.permission === permission && one.location !== null && !one.given)
      for (const permission of without) if (withdrawn(permission)) expect(isEssential(of, permission)).toBe(true)
    }),
  )
})
