/**
 * Promise: whoever comes by a patient's link is nobody of the practice. The browser that opened it with the code is asked for
 * at every call, and reaches what the table of endpoints marks for it, about that one record (B2).
 */
import type { ErrorCode } from '@candour/contract/errors.ts'
import type { GateTransaction } from '../database/transaction.ts'
import type { Within } from '../http/endpoint.ts'
import type { Origin, PatientLinkActor } from './actor.ts'

export interface PatientLinkVisit {
  actor: PatientLinkActor
  within: Within
  /** Why it shows nothing at this moment; null: it does. */
  why: ErrorCode | null
}

export interface PatientLinkGate {
  /** Throws `access-link.over` for a browser that opened none, or whose time is over. */
  visitOf(gate: GateTransaction, token: string | undefined, origin: Origin): Promise<PatientLinkVisit>
}
