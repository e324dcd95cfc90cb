import type { PasskeyOptions, Proof } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { csrfTokenOf } from '../../platform/access/authenticate.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import { mintToken } from '../../platform/vault/tokens.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { checkPassword } from '../accounts/account.ts'
import { readAccount, readAccountRow } from '../accounts/find-account.ts'
import { reserveTry, type Try } from '../accounts/throttle.ts'
import { prove } from '../factors/prove.ts'
import { askForOwnPasskey, type Proving } from '../factors/prove-passkey.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { describeSession } from './describe-session.ts'
import { howOf } from './how-of.ts'
import { keepBound } from './keep-bound.ts'
import { sessions } from './sessions.store.ts'

type Input = { proof: Proof | { by: 'password'; password: string } }

/** Counts the try, and checks a password, before the transaction: argon2 would hold it for long. */
export function prepareProof({ tokenKey }: Proving) {
  return async (call: Preparing<Input>): Promise<Try> => {
    const { vault, actor, input, atGate } = call
    const row = await atGate((gate) => readAccountRow(gate, actor.account))
    const { facts } = await atGate((gate) => readAccount(gate, vault, actor.account))
    const tried = await atGate((gate) =>
      reserveTry(gate, vault, tokenKey, `proof of ${facts.email}`, actor.origin.address),
    )
    if (input.proof.by !== 'password') return tried
    if (await atGate(async (gate) => hasFactor(gate, vault, actor))) throw new AppError('session.proof_needed')
    if (!(await checkPassword(vault, row, input.proof.password))) throw new AppError('session.password_wrong')
    return tried
  }
}

/** Who lost them has none: colleagues have let them in, and the password is what is left. */
async function hasFactor(gate: Across, vault: Vault, { account, session }: { account: string; session: string }) {
  if ((await howOf(gate, session)) === 'recovered') return false
  return (await waysToProve(gate, vault, account)).length > 0
}

/** Asks for a passkey of the account. Throws `factor.passkey_unavailable` where there is none, or no place for one. */
export function startProof(proving: Proving) {
  return async ({ gate, vault, actor, now }: GateCall<unknown>): Promise<Outcome<PasskeyOptions>> => {
    const account = await readAccount(gate, vault, actor.account)
    const what = { act: 'proof', session: actor.session } as const
    const output = await askForOwnPasskey(gate, vault, proving, account, what, now)
    if (output === null) throw new AppError('factor.passkey_unavailable')
    return { output, subjects: [] }
  }
}

/**
 * Shows once more that the person is there; for five minutes (security.md, Sessions). The session gets a new token.
 * Throws what `prove` throws, `session.password_wrong`, `session.throttled`; `session.proof_needed` for a password where there is a second factor.
 */
export function proveAgain(proving: Proving) {
  return async (call: GateCall<Input>): Promise<Outcome<Session>> => {
    const { gate, vault, keysOf, actor, input, now } = call
    const account = await readAccount(gate, vault, actor.account)
    const { proof } = input
    const what = { act: 'proof', session: actor.session } as const
    if (proof.by !== 'password') await prove(gate, vault, proving, account, proof, what, now)
    await (call.prepared as Try).succeeded(gate)
    const { token, hash } = mintToken()
    const how = proof.by === 'password' ? 'password' : (`password+${proof.by}` as const)
    await keepBound(gate, vault, await sessions.renew(gate, actor.session, hash, how))
    const { practice, member, session, origin } = actor
    const csrf = csrfTokenOf(token)
    const described = { account, practice, member, session, csrf, address: origin.address }
    const output = await describeSession(gate, vault, keysOf, described, now, call.offersPasskeys)
    return { output, subjects: [], cookie: { token, endsAt: new Date(output.endsAt) } }
  }
}
