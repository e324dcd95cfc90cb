import type { Session } from '@candour/contract/sessions.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { readAccount } from '../accounts/find-account.ts'
import { describeSession } from './describe-session.ts'

/** Who is signed in, where, and what they may do. */
export async function readSession(call: GateCall<unknown>): Promise<Outcome<Session>> {
  const { actor, gate, vault, keysOf, now, csrf } = call
  const account = await readAccount(gate, vault, actor.account)
  const { practice, member, session, origin } = actor
  const described = { account, practice, member, session, csrf, address: origin.address }
  return { output: await describeSession(gate, vault, keysOf, described, now, call.offersPasskeys), subjects: [] }
}
