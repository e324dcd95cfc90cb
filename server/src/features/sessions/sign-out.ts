import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { sessions } from './sessions.store.ts'

/** Ends this session at once, on every node (P21); the browser is told to drop what it holds. */
export async function signOut({ actor, gate }: GateCall<unknown>): Promise<Outcome<Record<string, never>>> {
  await sessions.end(gate, actor.session)
  return { output: {}, subjects: [], cookie: 'cleared' }
}
