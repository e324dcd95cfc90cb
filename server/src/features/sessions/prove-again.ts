import type { Proof } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { csrfTokenOf } from '../../platform/access/authenticate.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { checkPassword } from '../accounts/account.ts'
import { readAccount, readAccountRow } from '../accounts/find-account.ts'
import { reserveTry, type Try } from '../accounts/throttle.ts'
import { prove } from '../factors/prove.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { describeSession } from './describe-session.ts'
import { sessions } from './sessions.store.ts'

type Input = { proof: Proof | { by: 'password'; password: string } }

/** Counts the try, and checks a password, before the transaction: argon2 would hold it for long. */
export function prepareProof(tokenKey: CompartmentKey) {
  return async (call: Preparing<Input>): Promise<Try> => {
    const { vault, actor, input, atGate } = call
    const row = await atGate((gate) => readAccountRow(gate, actor.account))
    const { facts } = await atGate((gate) => readAccount(gate, vault, actor.account))
    const tried = await atGate((gate) =>
      reserveTry(gate, vault, tokenKey, `proof of ${facts.email}`, actor.origin.address),
    )
    if (input.proof.by !== 'password') return tried
    if ((await atGate((gate) => waysToProve(gate, actor.account))).length > 0)
      throw new AppError('session.proof_needed')
    if (!(await checkPassword(vault, row, input.proof.password))) throw new AppError('session.password_wrong')
    return tried
  }
}

/**
 * Shows once more that the person is there; for five minutes (security.md, Sessions). The session gets a new token.
 * Throws `factor.refused`, `session.password_wrong`, `session.throttled`; `session.proof_needed` for a password where there is a second factor.
 */
export function proveAgain(tokenKey: CompartmentKey) {
  return async (call: GateCall<Input>): Promise<Outcome<Session>> => {
    const { gate, vault, keysOf, actor, input, now } = call
    const account = await readAccount(gate, vault, actor.account)
    const { proof } = input
    if (proof.by !== 'password') await prove(gate, vault, tokenKey, account, proof, now)
    await (call.prepared as Try).succeeded(gate)
    const { token, hash } = mintToken()
    await sessions.renew(gate, actor.session, hash, proof.by === 'password' ? 'password' : `password+${proof.by}`)
    const { practice, member, session } = actor
    const described = { account, practice, member, session, csrf: csrfTokenOf(token) }
    const output = await describeSession(gate, vault, keysOf, described, now)
    return { output, subjects: [], cookie: { token, endsAt: new Date(output.endsAt) } }
  }
}
