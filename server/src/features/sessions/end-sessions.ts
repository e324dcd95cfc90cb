import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { readAccount } from '../accounts/find-account.ts'
import { closeSeatOf } from '../seats/close-seats.ts'
import { endOtherSessions } from './end-other-sessions.ts'
import { sessions } from './sessions.store.ts'
import { tellOfEnd } from './tell-of-sessions.ts'

type Done = Outcome<Record<string, never>>

/** One of the own sessions, out at its next request; its short code is off with it. Throws `session.not_found`. */
export async function endSession(call: GateCall<{ id: string }>): Promise<Done> {
  const { gate, vault, actor, input, now } = call
  if (!(await sessions.endOne(gate, input.id, actor.account))) throw new AppError('session.not_found')
  await closeSeatOf(gate, actor.account, input.id)
  if (input.id === actor.session) return { output: {}, subjects: [], cookie: 'cleared' }
  const account = await readAccount(gate, vault, actor.account)
  tellOfEnd(gate, vault, account, actor.origin, now, 'One of your sessions was ended from another one.')
  return { output: {}, subjects: [] }
}

/** Everywhere but here. */
export async function endOthers(call: GateCall<unknown>): Promise<Done> {
  const { gate, vault, actor, now } = call
  await endOtherSessions(gate, actor)
  const account = await readAccount(gate, vault, actor.account)
  tellOfEnd(gate, vault, account, actor.origin, now, 'All your sessions but one were ended.')
  return { output: {}, subjects: [] }
}

const reasons = { asked: undefined, idle: 'Nobody used it.', over: 'Its hours were over.' }

/** Leaves the screen: this session ends, and the short code opens the next one. */
export async function lockScreen({ gate, actor, input }: GateCall<{ why: keyof typeof reasons }>): Promise<Done> {
  await sessions.end(gate, actor.session)
  const reason = reasons[input.why]
  return { output: {}, subjects: [], cookie: 'locked', ...(reason !== undefined && { reason }) }
}
