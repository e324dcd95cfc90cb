import { permissionWords } from '@candour/contract/permission-words.ts'
import { permissions, type Permission } from '@candour/contract/permissions.ts'

export function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1)
}

export const sentenceOf = (permission: Permission) => capital(permissionWords[permission].may)

/** All permissions under their headings, in the order of the policy. */
export const groupedPermissions: readonly (readonly [string, readonly Permission[]])[] = (
  ['Patients', 'Notes and records', 'Team', 'Practice'] as const
).map((group) => [group, permissions.filter((permission) => permissionWords[permission].group === group)])
