import type { Event } from '@candour/contract/events.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { insertEvent } from './events.store.ts'

interface NewEvent {
  kind: Event['kind']
  /** Internal ids; an event never holds more than ids. */
  patient: string | null
  object: string | null
  member: string | null
}

/** Into the outbox, in the transaction of what happened: no event without the change, no change without the event. */
export function emit({ tx }: Pick<Within, 'tx'>, event: NewEvent): void {
  insertEvent(tx, event)
}
