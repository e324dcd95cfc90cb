import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { holds } from './holds.store.ts'
import { openHolds } from './sealed-hold.ts'

/** What is held at this moment, and until the end of the transaction that asked. */
export interface Held {
  practice: boolean
  patients: ReadonlySet<string>
  members: ReadonlySet<string>
}

/** Whom what is to be destroyed is about. What belongs to the practice alone names nobody. */
export interface About {
  /** It may be about any patient: whoever would destroy it has not looked. */
  anyPatient?: boolean
  patients?: readonly string[]
  /** Who did it, and whom it was done to. */
  members?: readonly (string | null)[]
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

/**
 * The one place that everybody asks who destroys something for good. It locks out whoever would place a hold meanwhile, so it is
 * asked before anything else is locked. Where a hold was altered outside Candour, all is held.
 */
export async function heldNow(within: Keys): Promise<Held> {
  await holds.share(within.tx)
  try {
    const standing = (await openHolds(within)).flatMap(({ facts }) => (facts.lifted === null ? [facts] : []))
    const about = (kind: string) => standing.flatMap((one) => (one.kind === kind ? [one.about!] : []))
    return {
      practice: standing.some(({ kind }) => kind === 'practice'),
      patients: new Set(about('patient')),
      members: new Set(about('member')),
    }
  } catch (error) {
    if (error instanceof SealBroken) return { practice: true, patients: new Set(), members: new Set() }
    throw error
  }
}

export function covers(held: Held, { anyPatient = false, patients = [], members = [] }: About): boolean {
  if (held.practice || members.some((member) => member !== null && held.members.has(member))) return true
  return anyPatient ? held.patients.size > 0 : patients.some((patient) => held.patients.has(patient))
}

/** Throws `hold.held`. */
export async function refuseHeld(within: Keys, about: About): Promise<void> {
  if (covers(await heldNow(within), about)) throw new AppError('hold.held')
}
