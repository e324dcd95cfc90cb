import type { factorRoutes } from '@candour/contract/factors.ts'
import type { InputOf, OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintSharedSecret } from '../../platform/vault/tokens.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readAccount } from '../accounts/find-account.ts'
import { reserveTry, type Try } from '../accounts/throttle.ts'
import { lockFactorsBefore } from './factor-set.ts'
import { enrolledNow, openFactor, sealFactor } from './factor.ts'
import { factors } from './factors.store.ts'
import { finishEnrolment, refuseTooMany } from './finish-enrolment.ts'
import { enrolledBy, toBase32, totpUri } from './totp.ts'

type Start = typeof factorRoutes.startTotp
type Confirm = typeof factorRoutes.confirmTotp

/** Shows the secret, this once. Whoever starts again begins anew. */
export async function startTotp(call: GateCall<InputOf<Start>>): Promise<Outcome<OutputOf<Start>>> {
  const { gate, vault, actor, input } = call
  const account = await readAccount(gate, vault, actor.account)
  await factors.removeUnconfirmed(gate, actor.account, 'totp')
  const id = newId()
  const secret = toBase32(mintSharedSecret())
  await factors.insert(gate, {
    factor: id,
    account: actor.account,
    kind: 'totp',
    token: null,
    sealed: sealFactor(vault, account, id, 1, { name: input.name, secret, drift: 0 }),
    confirmed: false,
  })
  return { output: { id, secret, uri: totpUri(secret, account.facts.email) }, subjects: [] }
}

/** Counts the try before the transaction: a wrong code rolls that back. */
export function prepareTotp(tokenKey: CompartmentKey) {
  return ({ vault, actor, atGate }: Preparing<InputOf<Confirm>>): Promise<Try> =>
    atGate((gate) => reserveTry(gate, vault, tokenKey, `enrolment of ${actor.account}`, actor.origin.address))
}

/**
 * Counts from its first right code on. With the first factor of an account whatever a password alone has opened before, and
 * elsewhere, ends. Throws `factor.not_found`, `factor.refused`, `factor.too_many`, `session.throttled`.
 */
export function confirmTotp(tokenKey: CompartmentKey) {
  return async (call: GateCall<InputOf<Confirm>>): Promise<Outcome<OutputOf<Confirm>>> => {
    const { gate, vault, actor, input, now } = call
    const account = await readAccount(gate, vault, actor.account)
    const before = await lockFactorsBefore(gate, vault, actor)
    refuseTooMany(before.rows)
    const row = await factors.lock(gate, actor.account, input.id)
    if (row === null || row.kind !== 'totp' || row.confirmed_at !== null) throw new AppError('factor.not_found')
    const facts = openFactor(vault, account, row)
    const enrolled = enrolledBy(facts.secret, input.code, now)
    if (enrolled === null) throw new AppError('factor.refused')
    const { step, drift } = enrolled
    const since = enrolledNow(call, account, before)
    const revision = row.revision + 1
    const sealed = sealFactor(vault, account, row.factor, revision, { ...facts, drift, enrolled: since })
    // The code that was given now is used up.
    if (!(await factors.confirm(gate, actor.account, row.factor, step, revision, sealed)))
      throw new AppError('factor.not_found')
    await (call.prepared as Try).succeeded(gate)
    const told = `An authenticator app, “${facts.name}”, was added to your account.`
    const recoveryCodes = await finishEnrolment(call, tokenKey, account, before, {
      factor: row.factor,
      enrolled: since,
      by: 'password+totp',
      told,
    })
    return { output: { recoveryCodes }, subjects: [] }
  }
}
