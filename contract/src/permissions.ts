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
} as const satisfies Record<string, Level>

export type Permission = keyof typeof fromLevel

export const permissions = Object.keys(fromLevel) as Permission[]

export function mayDo(level: Level, permission: Permission): boolean {
  return level >= fromLevel[permission]
}

export function permissionsOf(level: Level): Permission[] {
  return permissions.filter((permission) => mayDo(level, permission))
}

/** A single permission given to a member on top of the level, or taken from it (P03). */
export interface Grant {
  permission: Permission
  given: boolean
  /** From then on it counts no more; null: until somebody ends it. */
  until: string | null
  /** Id of the practice's location at which alone it counts; null: wherever one is. */
  location: string | null
}

/** A grant that counts where the member is now; `isLocal` where it is for this location alone. */
export interface GrantHere extends Pick<Grant, 'permission' | 'given' | 'until'> {
  isLocal: boolean
}

/** What no administrator can lose: with these alone they can mend whatever else was given or taken. */
export const essential: readonly Permission[] = ['member.read', 'member.change', 'rules.change', 'practice.lock']

export function isEssential(level: Level, permission: Permission): boolean {
  return level === 4 && essential.includes(permission)
}

/** What reaches everybody of a practice is an administrator's alone: given to somebody else, it could shut them all out. */
const administrators: readonly Permission[] = ['rules.change', 'practice.lock']

export function isGivable(level: Level, permission: Permission): boolean {
  return level === 4 || !administrators.includes(permission)
}

export function isHolding({ until }: Pick<Grant, 'until'>, now: Date): boolean {
  return until === null || Date.parse(until) > now.getTime()
}

/**
 * What a member may do at a time, by the grants that count where they are. Nobody without access gets any by a grant; an
 * administrator keeps what is essential.
 */
export function permissionsWith(level: Level, grants: readonly GrantHere[], now: Date): Permission[] {
  if (level === 0) return []
  const holding = grants.filter((one) => isHolding(one, now))
  const given = (permission: Permission) =>
    isEssential(level, permission) ||
    (isGivable(level, permission) && (saidOf(holding, permission) ?? mayDo(level, permission)))
  return permissions.filter(given)
}

/** What is said of one location counts before what is said of all; of two locations at once, what was withdrawn. */
function saidOf(holding: readonly GrantHere[], permission: Permission): boolean | undefined {
  const about = holding.filter((one) => one.permission === permission)
  const local = about.filter(({ isLocal }) => isLocal)
  return local.length > 0 ? local.every(({ given }) => given) : about.at(-1)?.given
}

/** Those that count wherever the member is. */
export function grantsAnywhere(grants: readonly Grant[]): GrantHere[] {
  return grants.filter(({ location }) => location === null).map((one) => ({ ...one, isLocal: false }))
}

/** Whether there is a place where they may: one of the locations that their grants name, or elsewhere. */
export function isAllowedSomewhere(level: Level, grants: readonly Grant[], permission: Permission, now: Date): boolean {
  return [null, ...new Set(grants.map(({ location }) => location))].some((place) => {
    const there = grants.filter(({ location }) => location === null || location === place)
    const here = there.map((one) => ({ ...one, isLocal: one.location !== null }))
    return permissionsWith(level, here, now).includes(permission)
  })
}
