import type { Session } from '@candour/contract/sessions.ts'
import { isByProvider } from '../../platform/access/decided.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import { lockAccount, openAccount } from '../accounts/account.ts'
import { listMemberships, readAccount, type Membership } from '../accounts/find-account.ts'
import { enterRefused, finishSignIn, refuseKeptOut } from './finish-sign-in.ts'
import { sessions } from './sessions.store.ts'
import { openOrigin } from './start-session.ts'

/**
 * Whom the other practice keeps out is entered there as well; what follows asks once more. Throws KeptOut,
 * `provider.other_practice`.
 */
export async function prepareSwitch(call: Preparing<{ practice: string }>): Promise<void> {
  const { actor, input, atGate, vault } = call
  const at = { ...call, origin: actor.origin }
  await enterRefused(at, () =>
    atGate(async (gate) => {
      const chosen = (await listMemberships(gate, actor.account)).find((one) => isIn(one, input.practice))
      if (chosen === undefined) return
      const before = (await sessions.read(gate, actor.session))!
      // One practice's provider vouches for nobody in another.
      if (isByProvider(before.how)) throw new AppError('provider.other_practice')
      const { byCode } = openOrigin(vault, await readAccount(gate, vault, actor.account), before)
      await refuseKeptOut(at, gate, chosen, { how: before.how, byCode })
    }),
  )
}

const isIn = (one: Membership, practice: string) =>
  one.practice === practice && one.state === 'approved' && one.level > 0

/**
 * The same person in another practice: the old session ends, a new one with a new token starts; what a short code opened stays
 * that. Throws `practice.not_found`, `provider.other_practice`.
 */
export async function switchPractice(call: GateCall<{ practice: string }>): Promise<Outcome<Session>> {
  const { actor, gate, input, vault } = call
  const memberships = await listMemberships(gate, actor.account)
  const chosen = memberships.find((one) => isIn(one, input.practice))
  if (chosen === undefined) throw new AppError('practice.not_found')
  const account = await openAccount(vault, await lockAccount(gate, actor.account))
  const before = (await sessions.read(gate, actor.session))!
  const { how, proved_at: provedAt, ends_at: notAfter, device } = before
  if (isByProvider(how)) throw new AppError('provider.other_practice')
  await sessions.end(gate, actor.session)
  const { session, cookie } = await finishSignIn({ ...call, origin: actor.origin }, gate, account, chosen, {
    how,
    provedAt,
    notAfter,
    device,
    byCode: openOrigin(vault, account, before).byCode,
  })
  return { output: session, subjects: [], cookie }
}
