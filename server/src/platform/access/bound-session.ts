/**
 * Promise: a session is let in only as Candour wrote it. Whose it is, how it was opened and until when is bound to its token
 * by a key that is not in the database (decision 0019): a forged, repointed or prolonged row opens nothing (P07, P33).
 */
import type { Vault } from '../vault/vault.ts'

export interface BoundSession {
  token_hash: Buffer
  session: string
  account: string
  practice: string
  member: string
  how: string
  /** Microseconds since 1970, as text: to the last digit what the row says. */
  ends_us: string
  proved_us: string
}

/** Of a session `s`, what `BoundSession` holds and the member and the practice do not say already. */
export const boundColumns = `s.token_hash, s.session, s.account, s.practice, s.member, s.how,
     (extract(epoch from s.ends_at) * 1000000)::bigint::text as ends_us,
     (extract(epoch from s.proved_at) * 1000000)::bigint::text as proved_us`

const purpose = 'session'

function fieldsOf({ token_hash: hash, session, account, practice, member, how, ends_us, proved_us }: BoundSession) {
  return [hash.toString('base64'), session, account, practice, member, how, ends_us, proved_us]
}

export function bindSession(vault: Pick<Vault, 'bind'>, session: BoundSession): Buffer {
  return vault.bind(purpose, fieldsOf(session))
}

export function isSessionBound(vault: Pick<Vault, 'isBound'>, session: BoundSession, bound: Buffer | null): boolean {
  return vault.isBound(purpose, fieldsOf(session), bound)
}
