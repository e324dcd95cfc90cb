import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { checkPassword, lockAccount } from '../accounts/account.ts'
import { readAccount, readAccountRow } from '../accounts/find-account.ts'
import { reserveTry, type Try } from '../accounts/throttle.ts'
import { recordEverywhere } from '../sessions/record-everywhere.ts'
import { askedOf } from './asked-of.ts'
import { tellOfPassword } from './password-mails.ts'
import type { RefuseWeak } from './refuse-weak-password.ts'
import { setPassword } from './set-password.ts'

interface Input {
  current: string
  password: string
}

interface Prepared {
  tried: Try
  revision: number
  passwordHash: string
}

/** What takes long, before the transaction. Throws `session.password_wrong`, `session.throttled`, `password.refused`. */
export function preparePassword(tokenKey: CompartmentKey, refuseWeak: RefuseWeak) {
  return async ({ vault, actor, input, now, keysOf, atGate }: Preparing<Input>): Promise<Prepared> => {
    const row = await atGate((gate) => readAccountRow(gate, actor.account))
    const account = await atGate((gate) => readAccount(gate, vault, actor.account))
    const tried = await atGate((gate) =>
      reserveTry(gate, vault, tokenKey, `proof of ${account.facts.email}`, actor.origin.address),
    )
    if (!(await checkPassword(vault, row, input.current))) throw new AppError('session.password_wrong')
    await refuseWeak(input.password, await atGate((gate) => askedOf({ gate, vault, keysOf, now }, account)))
    return { tried, revision: row.revision, passwordHash: await vault.hashPassword(input.password) }
  }
}

/** The own one. Everywhere else one is signed out, and one is told by mail. Throws `record.changed_meanwhile`. */
export function changePassword(tokenKey: CompartmentKey) {
  return async (call: GateCall<Input>): Promise<Outcome<Record<string, never>>> => {
    const { gate, vault, keysOf, actor } = call
    const { tried, revision, passwordHash } = call.prepared as Prepared
    const row = await lockAccount(gate, actor.account)
    if (row.revision !== revision) throw new AppError('record.changed_meanwhile')
    const account = await setPassword(gate, vault, tokenKey, row, passwordHash, {
      act: 'password.change',
      session: actor.session,
    })
    await tried.succeeded(gate)
    tellOfPassword(gate, call, account, actor.origin.device)
    const from = { vault, keysOf, origin: actor.origin }
    const entry = { verb: 'password.change', outcome: 'changed' } as const
    await recordEverywhere(gate, from, actor.account, entry, actor.practice)
    return { output: {}, subjects: [] }
  }
}
