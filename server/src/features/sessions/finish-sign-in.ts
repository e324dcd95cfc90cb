import type { ErrorCode } from '@candour/contract/errors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { csrfTokenOf } from '../../platform/access/authenticate.ts'
import { isByProvider, whyNotIn, whyNotThisWay } from '../../platform/access/decided.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import type { OpenedAccount } from '../accounts/account.ts'
import { rememberDevice } from '../accounts/device.ts'
import { listMemberships, type Membership } from '../accounts/find-account.ts'
import { readMember } from '../members/read-member.ts'
import { openRules } from '../rules/sealed-rules.ts'
import { reopenSeat } from '../seats/reopen-seat.ts'
import { describeSession } from './describe-session.ts'
import { showsOwnFactor } from './how-of.ts'
import { recordAtGate } from './record-at-gate.ts'
import { startSession, type Shown } from './start-session.ts'
import { tellOfDevice } from './tell-of-sessions.ts'

type Gate = Pick<PublicCall<unknown>, 'vault' | 'keysOf' | 'origin' | 'now' | 'deviceToken' | 'offersPasskeys'>

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

/**
 * The same at the end of a sign-in: where none was asked for, the first that lets the person in now, or the first.
 */
export async function chooseOpenMembership(
  call: Gate,
  gate: GateTransaction,
  account: string,
  practice: string | undefined,
  shown: Shown,
): Promise<Membership> {
  const first = await chooseMembership(gate, account, practice)
  if (practice !== undefined) return first
  for (const one of await listMemberships(gate, account)) {
    if (one.state !== 'approved' || one.level === 0) continue
    try {
      await refuseKeptOut(call, gate, one, shown)
      return one
    } catch (error) {
      if (!(error instanceof KeptOut)) throw error
    }
  }
  return first
}

/** What the practice decided keeps somebody out who showed who they are: entered there by `enterRefused`. */
export class KeptOut extends AppError {
  readonly membership: Pick<Membership, 'practice' | 'member'>
  constructor(code: ErrorCode, membership: Pick<Membership, 'practice' | 'member'>) {
    super(code)
    this.membership = membership
  }
}

/** Runs what finishes a sign-in; when the practice's rules keep the person out, that is entered there. */
export async function enterRefused<T>(
  call: Gate & Pick<PublicCall<unknown>, 'atGate'>,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof KeptOut) {
      const { vault, keysOf, origin } = call
      const entry = { ...error.membership, session: null, origin, verb: 'session.sign-in', refusal: error.code }
      await call.atGate((gate) => recordAtGate(gate, vault, keysOf, { ...entry, outcome: 'refused' }))
    }
    throw error
  }
}

/**
 * Throws KeptOut. A locked practice lets in an administrator with a second factor, who can lift it, and nobody else; one with a
 * single sign-on of its own says which ways it takes.
 */
export async function refuseKeptOut(
  { vault, keysOf, origin, now }: Gate,
  gate: GateTransaction,
  membership: Pick<Membership, 'practice' | 'member'>,
  { how, byCode, provider }: Shown,
): Promise<void> {
  const tx = gate.within(membership.practice)
  const within = { tx, vault, keys: await keysOf(tx) }
  const { rules, lockdown, signOn } = await openRules(within)
  const why = whyNotIn(rules, membership.member, origin.address, now)
  if (why !== null) throw new KeptOut(why, membership)
  const { level } = await readMember(within, membership.member)
  const whyNotSo = whyNotThisWay(signOn, level, { how, provider })
  if (whyNotSo !== null) throw new KeptOut(whyNotSo, membership)
  if (lockdown === null) return
  const isShort = !showsOwnFactor(how) || byCode === true
  if (level < 4 || isShort) throw new KeptOut('practice.locked', membership)
}

/**
 * Opens the session, with its entry in the practice. A whole sign-in, which goes on from no other session, makes the browser
 * known, tells of one that is new, and lets the short code of this person work there again. Throws KeptOut by the practice's
 * rules.
 */
export async function finishSignIn(
  call: Gate,
  gate: GateTransaction,
  account: OpenedAccount,
  { practice, member }: Pick<Membership, 'practice' | 'member'>,
  shown: Shown,
): Promise<{ session: Session; cookie: SessionCookie }> {
  const { vault, keysOf, origin, now, deviceToken } = call
  await refuseKeptOut(call, gate, { practice, member }, shown)
  const isWhole = (shown.notAfter ?? null) === null
  const only = isByProvider(shown.how) ? practice : null
  const known = isWhole ? await rememberDevice(gate, vault, account, origin, deviceToken, only) : null
  const isStrange = known?.isNew === true && (await tellOfDevice(gate, vault, account, origin, now))
  const opening = known === null ? shown : { ...shown, device: known.device }
  const { session, token, cookie } = await startSession(gate, vault, account, { practice, member }, origin, opening)
  // Whom colleagues let in sets up a new factor first: no short code goes with that.
  if (known !== null && shown.how !== 'recovered')
    await reopenSeat(gate, vault, {
      device: known.device,
      account: account.account,
      practice,
      member,
      how: shown.how,
      openUntil: cookie.endsAt,
    })
  await recordAtGate(gate, vault, keysOf, {
    practice,
    member,
    session,
    origin,
    verb: 'session.sign-in',
    outcome: 'signed-in',
    facts: { how: shown.how, ...(shown.byCode === true && { by: 'code' }), ...(isStrange && { device: 'new' }) },
  })
  const described = { account, practice, member, session, csrf: csrfTokenOf(token), address: origin.address }
  return {
    session: await describeSession(gate, vault, keysOf, described, now, call.offersPasskeys),
    cookie: known === null ? cookie : { ...cookie, device: known.token },
  }
}
