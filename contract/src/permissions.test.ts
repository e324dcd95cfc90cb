import { expect, test } from 'vitest'
import {
  grantsAnywhere,
  isAllowedSomewhere,
  essential,
  levels,
  mayDo,
  permissions,
  permissionsOf,
  permissionsWith,
  type Grant,
  type GrantHere,
  type Level,
} from './permissions.ts'

const all = Object.keys(levels).map(Number) as Level[]

test('P05 there are five levels, and level 0 may do nothing', () => {
  expect(all).toEqual([0, 1, 2, 3, 4])
  expect(permissionsOf(0)).toEqual([])
})

test('P05 each level may do what the one below may, and the permission starts where it was given', () => {
  const starts = Object.fromEntries(
    permissions.map((permission) => [permission, all.find((level) => mayDo(level, permission))]),
  )
  expect(starts).toEqual({
    'patient.find': 1,
    'patient.read': 1,
    'patient.register': 1,
    'patient.amend': 1,
    'file.add': 1,
    'member.read': 1,
    'note.read': 2,
    'note.write': 2,
    'file.read': 2,
    'record.read': 2,
    'record.write': 2,
    'record.move': 3,
    'patient.delete': 3,
    'seal.read': 2,
    'glass.break': 2,
    'record.restrict': 3,
    'glass.review': 4,
    'entry.read': 3,
    'access.show': 3,
    'alert.review': 3,
    'check.watch': 3,
    'incident.manage': 3,
    'member.invite': 3,
    'member.approve': 3,
    'member.change': 3,
    'record.export': 3,
    'transfer.manage': 4,
    'rules.change': 4,
    'practice.lock': 4,
    'hold.manage': 4,
    'support.decide': 3,
    'proof.read': 3,
    'evidence.file': 3,
    'proof.decide': 4,
  })
  for (const permission of permissions)
    for (const level of all) expect(mayDo(level, permission)).toBe(level >= starts[permission]!)
  expect(permissionsOf(4)).toEqual(permissions)
})

test('P03 what is given counts on top of the level, what is taken does not, until its end', () => {
  const now = new Date('2026-11-22T09:00:00Z')
  const grant = (permission: Grant['permission'], given: boolean, until: string | null = null) => ({
    permission,
    given,
    until,
    location: null,
  })
  const may = (level: Level, ...grants: Grant[]) => new Set(permissionsWith(level, grantsAnywhere(grants), now))
  expect(may(1, grant('note.read', true))).toEqual(new Set([...permissionsOf(1), 'note.read']))
  expect(may(2, grant('note.write', false)).has('note.write')).toBe(false)
  expect(may(1, grant('note.read', true, '2026-11-22T09:00:00Z')).has('note.read')).toBe(false)
  expect(may(1, grant('note.read', true, '2026-11-22T09:00:01Z')).has('note.read')).toBe(true)
  // The last word counts, and one that is over says nothing.
  expect(may(2, grant('note.read', false), grant('note.read', true)).has('note.read')).toBe(true)
  expect(may(2, grant('note.read', false), grant('note.read', true, '2020-01-01T00:00:00Z')).has('note.read')).toBe(
    false,
  )
  for (const permission of permissions) expect(may(0, grant(permission, true))).toEqual(new Set())
})

test('P03 an administrator keeps what is essential, whatever was taken from them on another level', () => {
  const taken = permissions.map((permission): GrantHere => ({ permission, given: false, until: null, isLocal: false }))
  const now = new Date('2026-11-22T09:00:00Z')
  expect(new Set(permissionsWith(4, taken, now))).toEqual(new Set(essential))
  expect(permissionsWith(3, taken, now)).toEqual([])
})

test('P03 P48 who may nowhere but at one location may somewhere; who may nowhere, or no more, may not', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const about = { permission: 'alert.review', until: null } as const
  const nowhere = { ...about, given: false, location: null }
  const there = { ...about, given: true, location: 'street' }
  const may = (level: Level, ...grants: Grant[]) => isAllowedSomewhere(level, grants, 'alert.review', now)
  expect([may(3), may(3, nowhere), may(3, nowhere, there), may(2, there), may(2)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ])
  expect(may(3, nowhere, { ...there, until: '2026-11-22T09:00:00Z' })).toBe(false)
  expect(may(3, { ...there, given: false })).toBe(true)
  expect(may(0, there)).toBe(false)
})
