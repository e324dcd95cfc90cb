import type { Session } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { listMemberships, readAccount } from '../accounts/find-account.ts'
import { finishSignIn } from './finish-sign-in.ts'
import { sessions } from './sessions.store.ts'

/** The same person in another practice: the old session ends, a new one with a new token starts. Throws `practice.not_found`. */
export async function switchPractice(call: GateCall<{ practice: string }>): Promise<Outcome<Session>> {
  const { actor, gate, input, vault } = call
  const memberships = await listMemberships(gate, actor.account)
  const chosen = memberships.find((one) => one.practice === input.practice && one.state === 'approved' && one.level > 0)
  if (chosen === undefined) throw new AppError('practice.not_found')
  const account = await readAccount(gate, vault, actor.account)
  const { how, proved_at: provedAt, ends_at: notAfter } = (await sessions.read(gate, actor.session))!
  await sessions.end(gate, actor.session)
  const { session, cookie } = await finishSignIn({ ...call, origin: actor.origin }, gate, account, chosen, {
    how,
    provedAt,
    notAfter,
  })
  return { output: session, subjects: [], cookie }
}
