import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { closeSeatOf } from '../seats/close-seats.ts'
import { sessions } from './sessions.store.ts'

/** Ends this session at once, on every node (P21); the browser is told to drop what it holds, and the short code is off there. */
export async function signOut({ actor, gate }: GateCall<unknown>): Promise<Outcome<Record<string, never>>> {
  await closeSeatOf(gate, actor.account, actor.session)
  await sessions.end(gate, actor.session)
  return { output: {}, subjects: [], cookie: 'cleared' }
}
