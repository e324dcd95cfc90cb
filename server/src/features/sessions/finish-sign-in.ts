import type { Session } from '@candour/contract/sessions.ts'
import { csrfTokenOf } from '../../platform/access/authenticate.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { listMemberships, type Membership } from '../accounts/find-account.ts'
import { describeSession } from './describe-session.ts'
import { recordAtGate } from './record-at-gate.ts'
import { startSession, type Shown } from './start-session.ts'

type Gate = Pick<PublicCall<unknown>, 'vault' | 'keysOf' | 'origin' | 'now'>

/**
 * The membership that is opened: the one asked for, or the first. Throws `practice.not_found`,
 * `member.awaiting_approval`, `session.sign_in_failed` for somebody who belongs nowhere any more.
 */
export async function chooseMembership(
  gate: GateTransaction,
  account: string,
  practice: string | undefined,
): Promise<Membership> {
  const memberships = await listMemberships(gate, account)
  const approved = memberships.filter((one) => one.state === 'approved' && one.level > 0)
  const chosen = practice === undefined ? approved[0] : approved.find((one) => one.practice === practice)
  if (chosen !== undefined) return chosen
  if (approved.length > 0) throw new AppError('practice.not_found')
  throw new AppError(
    memberships.some((one) => one.state === 'pending') ? 'member.awaiting_approval' : 'session.sign_in_failed',
  )
}

/** Opens the session, with its entry in the practice. */
export async function finishSignIn(
  { vault, keysOf, origin, now }: Gate,
  gate: GateTransaction,
  account: OpenedAccount,
  { practice, member }: Pick<Membership, 'practice' | 'member'>,
  shown: Shown,
): Promise<{ session: Session; cookie: SessionCookie }> {
  const { session, token, cookie } = await startSession(gate, vault, account, { practice, member }, origin, shown)
  await recordAtGate(gate, vault, keysOf, {
    practice,
    member,
    session,
    origin,
    verb: 'session.sign-in',
    outcome: 'signed-in',
    facts: { how: shown.how },
  })
  const described = { account, practice, member, session, csrf: csrfTokenOf(token) }
  return { session: await describeSession(gate, vault, keysOf, described, now), cookie }
}
