import type { GateTransaction } from '../../platform/database/transaction.ts'
import { setLinksAside } from '../factors/provider-link.ts'
import { setFactorsAside, type SetAside, type SettingAside } from '../factors/set-aside.ts'
import { endRecoveries } from '../recoveries/end-recoveries.ts'
import { removeSeats } from '../seats/close-seats.ts'
import { endOtherSessions, endSessions } from '../sessions/end-other-sessions.ts'
import { forgetDevices, forgetOtherDevices } from './device.ts'
import { voidTickets } from './ticket.ts'
import type { TicketPurpose } from './tickets.store.ts'

interface Ends {
  /** In every practice; short codes are off with them until the next whole sign-in. */
  sessions: 'stay' | 'others' | 'all'
  /** Short codes are deleted, everywhere. */
  shortCodes: boolean
  /** Browsers that are known, and with them what the throttle spares. */
  devices: 'stay' | 'others' | 'all'
  /** Second steps under way, and links by mail. What takes an email back is the owner's, and outlives all but itself. */
  tickets: readonly TicketPurpose[]
  /** What colleagues were asked for. */
  recoveries: boolean
  /**
   * Second factors: those that were `added` since so many days before the event (the sign-in, the change, now), or those
   * that a password alone has `begun` since then, with all that was added by them. Never so that nothing is left: see
   * `set-aside.ts`.
   */
  factors: 'stay' | { days: number; which: SettingAside['which'] }
  /** Links to accounts at a practice's provider, in the same way; they stand for no factor, so none is kept for want of another. */
  links: 'stay' | { days: number; which: SettingAside['which'] }
}

/** What somebody began who knew the password, and reads no mail of the owner. */
const begun = ['sign-in', 'passkey', 'reset', 'email'] as const

/**
 * What counts no more after what: the one place where it is said. In one practice alone there are two more, each a single
 * statement: level 0 ends a member's sessions and short codes there (`members/end-access.ts`), a lockdown everybody's
 * (`sessions/end-sessions-of-practice.ts`).
 */
export const whatEnds = {
  'password.change': {
    sessions: 'others',
    shortCodes: true,
    devices: 'stay',
    tickets: begun,
    recoveries: true,
    factors: 'stay',
    links: 'stay',
  },
  /** Of somebody who reads the mail, and perhaps nothing else: what a second factor protects stays protected by it. */
  'password.reset': {
    sessions: 'all',
    shortCodes: true,
    devices: 'all',
    tickets: begun,
    recoveries: true,
    factors: { days: 7, which: 'begun' },
    links: { days: 7, which: 'begun' },
  },
  'session.not-me': {
    sessions: 'others',
    shortCodes: true,
    devices: 'others',
    tickets: begun,
    recoveries: true,
    factors: { days: 0, which: 'added' },
    links: { days: 0, which: 'added' },
  },
  /** A link for a new password went to the old email. */
  'email.change': {
    sessions: 'stay',
    shortCodes: false,
    devices: 'stay',
    tickets: ['reset', 'email'],
    recoveries: false,
    factors: 'stay',
    links: 'stay',
  },
  'email.undo': {
    sessions: 'all',
    shortCodes: true,
    devices: 'all',
    tickets: begun,
    recoveries: true,
    factors: { days: 7, which: 'added' },
    links: { days: 7, which: 'added' },
  },
  /** Colleagues opened a session for a new factor. The old ones count until that one does. */
  'recovery.finish': {
    sessions: 'all',
    shortCodes: true,
    devices: 'stay',
    tickets: [],
    recoveries: true,
    factors: 'stay',
    links: 'stay',
  },
  /** Up to now a password alone opened everything, or colleagues did. */
  'factor.first': {
    sessions: 'others',
    shortCodes: true,
    devices: 'stay',
    tickets: begun,
    recoveries: true,
    factors: 'stay',
    links: 'stay',
  },
  'factor.remove': {
    sessions: 'others',
    shortCodes: true,
    devices: 'stay',
    tickets: [],
    recoveries: false,
    factors: 'stay',
    links: 'stay',
  },
  /** Whoever got in by it, or was about to. */
  'provider.unlink': {
    sessions: 'others',
    shortCodes: true,
    devices: 'stay',
    tickets: ['sign-in', 'passkey'],
    recoveries: false,
    factors: 'stay',
    links: 'stay',
  },
} as const satisfies Record<string, Ends>

type Act = keyof typeof whatEnds
type WithFactors = { [A in Act]: (typeof whatEnds)[A]['factors'] extends 'stay' ? never : A }[Act]

/** @param session the one that stays, where others end */
export async function endWhatCountsNoMore(
  gate: GateTransaction,
  act: Act,
  { account, session }: { account: string; session: string | null },
): Promise<void> {
  const ends: Ends = whatEnds[act]
  if (ends.tickets.length > 0) await voidTickets(gate, account, [...ends.tickets])
  if (ends.sessions === 'all' || (ends.sessions === 'others' && session === null)) await endSessions(gate, account)
  else if (ends.sessions === 'others') await endOtherSessions(gate, { account, session: session! })
  if (ends.shortCodes) await removeSeats(gate, account)
  if (ends.recoveries) await endRecoveries(gate, account)
  if (ends.devices === 'all' || (ends.devices === 'others' && session === null)) await forgetDevices(gate, account)
  else if (ends.devices === 'others') await forgetOtherDevices(gate, { account, session: session! })
}

/**
 * The same for second factors and links. Answers what became of which, for the mail that tells of it. Throws what `whenNoneIsLeft`
 * throws.
 * @param event when it happened from which on they are not trusted
 */
export async function endFactors(
  act: WithFactors,
  event: Date,
  asked: Omit<SettingAside, 'since' | 'which'>,
): Promise<SetAside> {
  const ends = whatEnds[act]
  const since = ({ days }: { days: number }) => new Date(event.getTime() - days * 86_400_000)
  const links = await setLinksAside({ ...asked, since: since(ends.links) }, ends.links.which)
  const aside = await setFactorsAside({ ...asked, which: ends.factors.which, since: since(ends.factors) })
  return { ...aside, gone: [...links, ...aside.gone] }
}
