/**
 * The closed list of what a member may do, and what each built-in level may do (P05).
 * The server enforces it; answers carry it as `can`, so a button and the server cannot disagree.
 */
export const levels = {
  0: 'No access',
  1: 'Reception',
  2: 'Clinician',
  3: 'Practice manager',
  4: 'Administrator',
} as const

export type Level = keyof typeof levels

const fromLevel = {
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
} as const satisfies Record<string, Level>

export type Permission = keyof typeof fromLevel

export const permissions = Object.keys(fromLevel) as Permission[]

export function mayDo(level: Level, permission: Permission): boolean {
  return level >= fromLevel[permission]
}

export function permissionsOf(level: Level): Permission[] {
  return permissions.filter((permission) => mayDo(level, permission))
}
