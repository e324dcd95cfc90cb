/**
 * Promise: whoever presents a session is checked against the database at every request: ended, idle, over, not approved
 * or set to level 0 means out at once. A session that is not as Candour wrote it lets nobody in. A member who was altered outside Candour is told from one who was not (P33). Polling and event streams don't count as activity.
 */
import { permissionsOf, permissionsWith, type Grant, type Level } from '@candour/contract/permissions.ts'
import { firstRules, type Rules } from '@candour/contract/rules.ts'
import { AppError } from '../app-error.ts'
import type { Across } from '../database/workspace.ts'
import { hashToken } from '../vault/tokens.ts'
import { digest } from '../vault/digest.ts'
import type { Vault } from '../vault/vault.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import { endSessionOf, keepSessionAwake, type SessionRow } from './access.store.ts'
import type { MemberActor, Origin } from './actor.ts'
import { isSessionBound } from './bound-session.ts'
import { factorDueOf, whyNotThisWay, type Decided } from './decided.ts'
import { sessionFinder } from './find-session.ts'
import { grantsHere } from './grants-here.ts'

/** Hours after which it ends in any case. */
export const absoluteHours = 12
/** Minutes for which a proof of being there holds (security.md, Sessions). */
export const proofMinutes = 5
const touchAfterSeconds = 30

export interface Authenticator {
  /** Throws `session.needed` or `session.ended`. */
  authenticate(token: string | undefined, origin: Origin, isActivity: boolean): Promise<Authenticated>
  /** Whoever signs in anew at a browser leaves no session behind there. */
  end(token: string): Promise<void>
}

export interface Authenticated {
  actor: MemberActor
  /** The member was altered outside Candour: who it is can be entered, and nothing more is done. */
  altered: SealBroken | null
}

interface Checks {
  vault: Pick<Vault, 'isBound'>
  /** What was given to the member or taken. SealBroken when level, state or account are not what Candour sealed and marked. */
  grantsOf: (row: SessionRow) => Promise<readonly Grant[]>
  /** What the practice has decided. SealBroken when that is not what Candour sealed and marked. */
  decidedBy: (practice: string, mark: Buffer | null) => Promise<Decided>
  /** A session that is not over is not as Candour wrote it. */
  onForged: (row: SessionRow) => void
  /** The address of this Candour can have passkeys. */
  offersPasskeys: boolean
  now: () => Date
}

/** What is altered is refused whatever the rules say. */
const closed: Decided = { rules: firstRules, isLocked: true, signOn: null }

export function authenticator(gate: Across, checks: Checks): Authenticator {
  const { vault, grantsOf, decidedBy, onForged, offersPasskeys, now } = checks
  const findSession = sessionFinder(gate)
  const byLevel = ([0, 1, 2, 3, 4] as const).map((level) => new Set(permissionsOf(level)))
  const whatMay = (level: Level, grants: readonly Grant[], rules: Rules, { address }: Origin) =>
    grants.length === 0 ? byLevel[level]! : new Set(permissionsWith(level, grantsHere(grants, rules, address), now()))
  return {
    end: (token) => endSessionOf(gate, hashToken(token)),
    async authenticate(token, origin, isActivity) {
      if (token === undefined || !/^[\w-]{43}$/.test(token)) throw new AppError('session.needed')
      const hash = hashToken(token)
      const row = await findSession(hash)
      if (row === null) throw new AppError('session.ended')
      if (row.over) throw new AppError('session.ended')
      if (!isSessionBound(vault, row, row.bound)) {
        onForged(row)
        throw new AppError('session.ended')
      }
      const known = await Promise.all([grantsOf(row), decidedBy(row.practice, row.rules_mark)]).catch(asAltered)
      const altered = known instanceof SealBroken ? known : null
      const [grants, { rules, isLocked, signOn }] = known instanceof SealBroken ? [[], closed] : known
      const level = row.level as Level
      if (row.idle > rules.idleMinutes * 60) throw new AppError('session.ended')
      if (altered === null && (row.state !== 'approved' || row.level === 0)) throw new AppError('session.ended')
      if (altered === null && whyNotThisWay(signOn, level, row) !== null) throw new AppError('session.ended')
      if (isActivity && row.idle > touchAfterSeconds) await keepSessionAwake(gate, hash)
      const actor: MemberActor = {
        kind: 'member',
        practice: row.practice,
        member: row.member,
        account: row.account,
        session: row.session,
        level,
        can: altered === null ? whatMay(level, grants, rules, origin) : new Set(),
        origin,
        readOnly: row.read_only,
        provedAgo: row.proved_ago,
        factorDue: factorDueOf(row, rules, offersPasskeys),
        rules,
        isLocked,
        how: row.how,
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
