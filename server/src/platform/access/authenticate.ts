/**
 * Promise: whoever presents a session is checked against the database at every request: ended, idle, over, not approved
 * or set to level 0 means out at once. A member who was altered outside Candour is told from one who was not (P33). Polling and event streams don't count as activity.
 */
import { permissionsOf, type Level } from '@candour/contract/permissions.ts'
import { AppError } from '../app-error.ts'
import type { Across } from '../database/workspace.ts'
import { hashToken } from '../vault/tokens.ts'
import { digest } from '../vault/digest.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import { keepSessionAwake, type SessionRow } from './access.store.ts'
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
  authenticate(token: string | undefined, origin: Origin, isActivity: boolean): Promise<Authenticated>
}

export interface Authenticated {
  actor: MemberActor
  /** The member was altered outside Candour: who it is can be entered, and nothing more is done. */
  altered: SealBroken | null
}

/** @param check throws SealBroken for a member whose level, state or account is not what Candour sealed and marked */
export function authenticator(gate: Across, check: (row: SessionRow) => Promise<void>): Authenticator {
  const findSession = sessionFinder(gate)
  return {
    async authenticate(token, origin, isActivity) {
      if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('session.needed')
      const hash = hashToken(token)
      const row = await findSession(hash)
      if (row === null) throw new AppError('session.ended')
      if (row.over || row.idle > idleMinutes * 60) throw new AppError('session.ended')
      const altered = await check(row).then(() => null, asAltered)
      if (altered === null && (row.state !== 'approved' || row.level === 0)) throw new AppError('session.ended')
      if (isActivity && row.idle > touchAfterSeconds) await keepSessionAwake(gate, hash)
      const level = row.level as Level
      const actor: MemberActor = {
        kind: 'member',
        practice: row.practice,
        member: row.member,
        account: row.account,
        session: row.session,
        level,
        can: altered === null ? new Set(permissionsOf(level)) : new Set(),
        origin,
        readOnly: row.read_only,
        provedAgo: row.proved_ago,
        factorDue: row.factor_due,
      }
      return { actor, altered }
    },
  }
}

/** Throws `session.proof_needed` for somebody who has not shown within five minutes that they are there. */
export function needProof(actor: Pick<MemberActor, 'provedAgo'>): void {
  if (actor.provedAgo > proofMinutes * 60) throw new AppError('session.proof_needed')
}

function asAltered(error: unknown): SealBroken {
  if (error instanceof SealBroken) return error
  throw error
}

/** Bound to the session: derived from its token, so there is nothing more to store or steal. */
export function csrfTokenOf(sessionToken: string): string {
  return digest(Buffer.from(`candour/csrf/1 ${sessionToken}`)).toString('base64url')
}
