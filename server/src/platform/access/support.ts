/**
 * Promise: somebody of the operator's support is no member of any practice. They are let into one by a request that its people
 * approved, asked anew at every call, and act there as that request: to read what says it is open to support, nothing else (P09).
 */
import type { ErrorCode } from '@candour/contract/errors.ts'
import type { MemberActor, Origin } from './actor.ts'

/** Signed in at the entry of support; in no practice by that. */
export interface SupportPerson {
  person: string
  session: string
  name: string
  email: string
  endsAt: Date
  origin: Origin
}

export interface SupportGate {
  /** Throws `session.needed`, `session.ended`. */
  personOf(token: string | undefined, origin: Origin, isActivity: boolean): Promise<SupportPerson>
  /**
   * As whom they act in the practice that they asked, and why they are not let in at this moment; null: they are. Throws
   * `support.not_in` for a request that is not theirs, SealBroken.
   */
  actorOf(person: SupportPerson, request: string): Promise<{ actor: MemberActor; why: ErrorCode | null }>
}
