import type { Found, Look } from './memory.ts'
import type { Seen } from './seen.ts'

/** An administrator signs in at a browser where they never did before. */
export function newDevice({ known }: Look, { number, at, member, verb, isRefused, facts, network }: Seen): Found[] {
  const isNew = verb === 'session.sign-in' && !isRefused && facts['device'] === 'new'
  if (!isNew || !known.isAdministrator(member)) return []
  return [{ rule: 'new-device', member, number, at, entries: [number], facts: { network } }]
}
