/**
 * Promise: whoever presents a session is checked against the database at every request: ended, idle, over, not approved
 * or set to level 0 means out at once. Polling and event streams don't count as activity.
 */
import { permissionsOf, type Level } from '@candour/contract/permissions.ts'
import { AppError } from '../app-error.ts'
import type { Across } from '../database/workspace.ts'
import { hashToken } from '../vault/tokens.ts'
import { digest } from '../vault/digest.ts'
import { keepSessionAwake } from './access.store.ts'
import type { MemberActor, Origin } from './actor.ts'
import { sessionFinder } from './find-session.ts'

/** Minutes without activity after which a session ends. */
export const idleMinutes = 15
/** Hours after which it ends in any case. */
export const absoluteHours = 12
/** Minutes for which a proof of being there holds (security.md, Sessions). */
export const proofMinutes = 5
const touchAfterSeconds = 30

export interface Authenticator {
  /** Throws `session.needed` or `session.ended`. */
  authenticate(token: string | undefined, origin: Origin, isActivity: boolean): Promise<MemberActor>
}

export function authenticator(gate: Across): Authenticator {
  const findSession = sessionFinder(gate)
  return {
    async authenticate(token, origin, isActivity) {
      if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('session.needed')
      const hash = hashToken(token)
      const row = await findSession(hash)
      if (row === null) throw new AppError('session.ended')
      if (row.over || row.idle > idleMinutes * 60) throw new AppError('session.ended')
      if (row.state !== 'approved' || row.level === 0) throw new AppError('session.ended')
      if (isActivity && row.idle > touchAfterSeconds) await keepSessionAwake(gate, hash)
      const level = row.level as Level
      return {
        kind: 'member',
        practice: row.practice,
        member: row.member,
        account: row.account,
        session: row.session,
        level,
        can: new Set(permissionsOf(level)),
        origin,
        readOnly: row.read_only,
        provedAgo: row.proved_ago,
        factorDue: row.factor_due,
      }
    },
  }
}

/** Throws `session.proof_needed` for somebody who has not shown within five minutes that they are there. */
export function needProof(actor: Pick<MemberActor, 'provedAgo'>): void {
  if (actor.provedAgo > proofMinutes * 60) throw new AppError('session.proof_needed')
}

/** Bound to the session: derived from its token, so there is nothing more to store or steal. */
export function csrfTokenOf(sessionToken: string): string {
  return digest(Buffer.from(`candour/csrf/1 ${sessionToken}`)).toString('base64url')
}
