import type { Origin } from '../../platform/access/actor.ts'
import { absoluteHours } from '../../platform/access/authenticate.ts'
import type { SessionCookie } from '../../platform/http/endpoint.ts'
import type { Across } from '../../platform/database/workspace.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { keepBound } from './keep-bound.ts'
import { sessions, type How } from './sessions.store.ts'

export function sessionPlace(session: string) {
  return { table: 'gate.session', field: 'sealed', record: session, revision: 1, schema: 1 }
}

/** What was shown, and when: now, unless an older session goes on in this one; which then ends no later than that one. */
export interface Shown {
  how: How
  provedAt?: Date | null
  notAfter?: Date | null
  /** The browser, where it is known again. */
  device?: string | null
  /** Which of the practice's providers vouched for the person, where one did just now. */
  provider?: string
  /** By the short code of that browser. */
  byCode?: boolean
}

/** What is sealed of a session. */
type SessionOrigin = Origin & { byCode?: true }

/** SealBroken when it is not as Candour sealed it. */
export function openOrigin(
  vault: Vault,
  { key }: Pick<OpenedAccount, 'key'>,
  { session, sealed }: { session: string; sealed: Buffer },
): Origin & { byCode: boolean } {
  const opened = JSON.parse(vault.open(key, sessionPlace(session), sealed).toString()) as SessionOrigin
  return { ...opened, byCode: opened.byCode === true }
}

export interface StartedSession {
  session: string
  cookie: Exclude<SessionCookie, 'cleared' | 'locked'>
  token: string
}

/** A new session with a new token: at sign-in, sign-up and when the practice is changed, so that none can be fixed. */
export async function startSession(
  gate: Across,
  vault: Vault,
  { account, key }: OpenedAccount,
  membership: { practice: string; member: string },
  origin: Origin,
  { how, provedAt = null, notAfter = null, device = null, byCode = false }: Shown,
): Promise<StartedSession> {
  const session = newId()
  const { token, hash } = mintToken()
  const sealed: SessionOrigin = byCode ? { ...origin, byCode } : origin
  const made = await sessions.insert(gate, {
    tokenHash: hash,
    session,
    account,
    ...membership,
    hours: absoluteHours,
    how,
    provedAt,
    notAfter,
    sealed: vault.seal(key, sessionPlace(session), Buffer.from(JSON.stringify(sealed))),
    device,
  })
  await keepBound(gate, vault, made)
  return { session, token, cookie: { token, endsAt: made.ends_at } }
}
