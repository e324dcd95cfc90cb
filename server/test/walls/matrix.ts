/**
 * Who may call what, as text: every endpoint by level, from the table itself. `npm run generate` writes it to
 * matrix.approved.txt, where a change of access is seen in review; matrix.test.ts holds the running server to it.
 */
import { levels, mayDo, type Level, type Permission } from '@candour/contract/permissions.ts'
import type { Endpoint } from '../../src/platform/http/endpoint.ts'

export const callers = ['anonymous', 0, 1, 2, 3, 4, 'after trial'] as const
export type Caller = (typeof callers)[number]

/** By a session of the practice's own people. */
export function isInside(access: Endpoint['access']): boolean {
  return !['public', 'support', 'patient-link'].includes(access)
}

/** `yes`, or the status of the refusal. `after trial`: an administrator of a practice whose trial has ended. */
export function accessOf(endpoint: Endpoint, caller: Caller): 'yes' | '401' | '403' {
  const { access, kind } = endpoint
  if (access === 'public') return 'yes'
  // By a session of their own: support.test.ts.
  if (access === 'support') return '401'
  // By the cookie of whoever opened one: access-links.test.ts.
  if (access === 'patient-link') return '401'
  if (caller === 'anonymous' || caller === 0) return '401'
  if (caller === 'after trial') return kind.endsWith('read') || kind === 'gate' || endpoint.afterTrial ? 'yes' : '403'
  return access === 'signed-in' || mayDo(caller satisfies Level, access satisfies Permission) ? 'yes' : '403'
}

const heading = `Who may call what. Generated from the table of endpoints by \`npm run generate\`; do not edit.
Levels: ${Object.entries(levels)
  .map(([level, name]) => `${level} ${name.toLowerCase()}`)
  .join(', ')}.
yes: may call it; 401: not signed in (level 0 has no session); 403: refused, and the refusal is entered into the ledger.
trial: an administrator of a practice whose trial has ended.
`

export function matrixText(endpoints: readonly Endpoint[]): string {
  const rows = endpoints.map((endpoint) => [
    endpoint.name,
    `${endpoint.method} ${endpoint.path}`,
    endpoint.access,
    ...callers.map((caller) => accessOf(endpoint, caller)),
  ])
  const table = [['endpoint', 'route', 'access', 'none', '0', '1', '2', '3', '4', 'trial'], ...rows]
  const widths = table[0]!.map((_title, column) => Math.max(...table.map((row) => row[column]!.length)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  return `${heading}\n${lines.join('\n')}\n`
}
