import { expect, test } from 'vitest'
import { levels, mayDo, permissions, permissionsOf, type Level } from './permissions.ts'

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
    'entry.read': 3,
    'member.invite': 3,
    'member.approve': 3,
    'member.change': 3,
    'record.export': 3,
    'transfer.manage': 4,
  })
  for (const permission of permissions)
    for (const level of all) expect(mayDo(level, permission)).toBe(level >= starts[permission]!)
  expect(permissionsOf(4)).toEqual(permissions)
})
