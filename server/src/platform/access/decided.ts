/** Promise: from where, when, by which way and whether at all somebody is let in is what the practice decided, asked at every request (P08, P47). */
import { hasAddress, readRange, type AddressRange } from '@candour/contract/address-range.ts'
import type { ErrorCode } from '@candour/contract/errors.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { ProviderMode } from '@candour/contract/providers.ts'
import type { Rules } from '@candour/contract/rules.ts'
import { isWithinHours } from '@candour/contract/working-hours.ts'
import type { FactorDue } from './actor.ts'

export interface Decided {
  rules: Rules
  /** All access is stopped. */
  isLocked: boolean
  /** Null where the practice has no provider. */
  signOn: SignOn | null
}

/** The practice's own provider, and what it counts for. */
export interface SignOn {
  id: string
  mode: ProviderMode
}

/** Whether anybody comes in by the practice's provider. */
export function takesProvider(signOn: SignOn | null): boolean {
  return signOn !== null && signOn.mode !== 'off'
}

/** How somebody comes, or came: `provider` where one of the practice's own vouches for them. */
interface Way {
  how: string
  /** Which provider it was, where that is known. */
  provider?: string | undefined
}

/** The provider vouched for whoever is in this session. */
export const isByProvider = (how: string): boolean => how.startsWith('provider')

/**
 * Why a practice does not take this way in; null where it does. Where the provider is required, an administrator with a passkey
 * still comes in, so that a dead provider shuts no clinic; and whoever two colleagues let in. Asked at the sign-in and at every
 * request: once the provider is revoked or off, who came by it is out (P23); once it is required, who came without.
 */
export function whyNotThisWay(signOn: SignOn | null, level: Level, { how, provider }: Way): ErrorCode | null {
  if (isByProvider(how)) {
    const isThis = provider === undefined || provider === signOn?.id
    return takesProvider(signOn) && isThis ? null : 'provider.off'
  }
  if (signOn?.mode !== 'required' || how === 'recovered') return null
  return level === 4 && how.endsWith('passkey') ? null : 'provider.required'
}

/** What is asked of a session about a second factor. */
export interface Factored {
  how: string
  /** Seconds since the member was approved. */
  approved_ago: number | null
  /** An administrator without a passkey. */
  lacks_passkey: boolean
}

/**
 * The practice asks for a second factor, none was shown, and the days to set one up are over; or colleagues let the person in
 * to set up a new one, and for nothing else, whatever the rules say. An administrator is asked for a passkey, and nothing less.
 */
export function factorDueOf(
  { how, approved_ago: ago, lacks_passkey: lacksPasskey }: Factored,
  { factorRequired, factorGraceDays, administratorPasskey }: Rules,
  offersPasskeys: boolean,
): FactorDue | null {
  if (how === 'recovered') return 'factor'
  if (!factorRequired || (ago !== null && ago <= factorGraceDays * 86_400)) return null
  if (administratorPasskey && lacksPasskey && offersPasskeys) return 'passkey'
  return how === 'password' || how === 'provider' ? 'factor' : null
}

/** Why a member is not let in from an address at a time; null where nothing speaks against it. */
export function whyNotIn(rules: Rules, member: string, address: string, now: Date): ErrorCode | null {
  const own = rules.members.find((one) => one.member === member)
  const addresses = own?.addresses ?? rules.addresses
  if (addresses.length > 0 && !isWithinRanges(addresses, address)) return 'access.wrong_address'
  const hours = own?.hours ?? null
  return hours === null || isWithinHours(hours, now) ? null : 'access.outside_hours'
}

export function isWithinRanges(addresses: Addresses, address: string): boolean {
  return rangesOf(addresses).some((range) => hasAddress(range, address))
}

type Addresses = Rules['addresses']
const read = new WeakMap<Addresses, AddressRange[]>()

/** Rules are the same object at every request until they change. */
function rangesOf(addresses: Addresses): AddressRange[] {
  const known = read.get(addresses)
  if (known !== undefined) return known
  const ranges = addresses.map(({ range }) => readRange(range)!)
  read.set(addresses, ranges)
  return ranges
}
