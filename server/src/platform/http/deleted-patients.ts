/**
 * Promise: the record of a deleted patient is open to those alone who may delete patients, and nobody writes into it,
 * whichever way they come: the door looks at what was opened, after the verb and before anything is answered or kept.
 */
import type { MemberActor } from '../access/actor.ts'
import { AppError } from '../app-error.ts'
import type { Transaction } from '../database/transaction.ts'
import type { Arrived } from './arrived.ts'

/** Throws `patient.deleted`. */
export function refuseDeleted(tx: Transaction, actor: MemberActor, what: 'read' | 'change'): void {
  if (tx.deleted.size === 0 || (what === 'read' && actor.can.has('patient.delete'))) return
  throw new AppError('patient.deleted')
}

/** Keeps whom a call was about, for the entry of its refusal: its own transaction leaves nothing behind. */
export function noteAbout({ about }: Arrived, { touched, hidden, made }: Transaction): void {
  for (const compartment of [...touched, ...hidden]) if (!made.has(compartment)) about.add(compartment)
}
