import { permissions, permissionsOf, permissionsWith, type Grant, type Level } from '@candour/contract/permissions.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayGive } from './may-give.ts'

const now = new Date('2026-11-22T09:00:00Z')
const locations = ['High Street', 'Mill Road', 'Upstairs']
const location = fc.constantFrom(null, ...locations)
const permission = fc.constantFrom(...permissions)
const grant = fc.record<Grant>({
  permission,
  given: fc.boolean(),
  until: fc.constantFrom(null, '2026-11-22T08:59:59Z', '2026-11-22T10:00:00Z'),
  location,
})
/** One word for each permission at each place, as they are kept. */
const grants = fc.uniqueArray(grant, { selector: (one) => `${one.permission} ${one.location}`, maxLength: 60 })

function mayAt(level: Level, all: readonly Grant[], place: string | null) {
  const counting = all.filter((one) => one.location === null || one.location === place)
  const here = counting.map((one) => ({ ...one, isLocal: one.location !== null }))
  return permissionsWith(level, here, now)
}

test('P03 nobody gives beyond what their level and they themselves may do, at that location, or everywhere', () => {
  fc.assert(
    fc.property(fc.constantFrom<Level[]>(0, 1, 2, 3, 4), grants, permission, location, (level, own, what, where) => {
      const places = where === null ? [null, ...locations] : [where]
      const may =
        permissionsOf(level).includes(what) && places.every((place) => mayAt(level, own, place).includes(what))
      expect(mayGive({ level, grants: own }, { permission: what, location: where }, now)).toBe(may)
    }),
    { numRuns: 2000 },
  )
})
