import type { Session } from '@candour/contract/sessions.ts'
import { csrfTokenOf } from '../../platform/access/authenticate.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { listMemberships, readAccount } from '../accounts/find-account.ts'
import { describeSession } from './describe-session.ts'
import { recordAtGate } from './record-at-gate.ts'
import { sessions } from './sessions.store.ts'
import { startSession } from './start-session.ts'

/** The same person in another practice: the old session ends, a new one with a new token starts. Throws `practice.not_found`. */
export async function switchPractice(call: GateCall<{ practice: string }>): Promise<Outcome<Session>> {
  const { actor, gate, input, vault, keysOf, now } = call
  const memberships = await listMemberships(gate, actor.account)
  const chosen = memberships.find((one) => one.practice === input.practice && one.state === 'approved' && one.level > 0)
  if (chosen === undefined) throw new AppError('practice.not_found')
  const account = await readAccount(gate, vault, actor.account)
  await sessions.end(gate, actor.session)
  const { practice, member } = chosen
  const started = await startSession(gate, vault, account, { practice, member }, actor.origin)
  const { session } = started
  await recordAtGate(gate, vault, keysOf, {
    ...chosen,
    account: actor.account,
    session,
    origin: actor.origin,
    verb: 'session.sign-in',
    outcome: 'signed-in',
  })
  const described = { account, practice, member, session, csrf: csrfTokenOf(started.token) }
  return { output: await describeSession(gate, vault, keysOf, described, now), subjects: [], cookie: started.cookie }
}
