import type { factorRoutes, PasskeyOptions } from '@candour/contract/factors.ts'
import type { InputOf, OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { readAccount } from '../accounts/find-account.ts'
import { isChallengeFor, mintChallenge, useChallenge } from './challenge.ts'
import { lockFactorsBefore } from './factor-set.ts'
import { enrolledNow, sealFactor } from './factor.ts'
import { factors } from './factors.store.ts'
import { finishEnrolment, refuseTooMany } from './finish-enrolment.ts'
import { askForNewPasskey, needSite, readNewPasskey } from './passkey.ts'
import { openPasskeys, passkeyToken, type Proving } from './prove-passkey.ts'

type Confirm = typeof factorRoutes.confirmPasskey

/** Asks for a new passkey; none is made twice on the same device. Throws `factor.passkey_unavailable`, `factor.too_many`. */
export function startPasskey({ site }: Proving) {
  return async ({ gate, vault, actor, now }: GateCall<unknown>): Promise<Outcome<PasskeyOptions>> => {
    const account = await readAccount(gate, vault, actor.account)
    const { rows } = await lockFactorsBefore(gate, vault, actor)
    refuseTooMany(rows)
    const challenge = mintChallenge(vault, { act: 'enrol', session: actor.session }, now)
    const known = openPasskeys(vault, account, rows)
    return { output: await askForNewPasskey(needSite(site), vault, account, known, challenge), subjects: [] }
  }
}

/**
 * The new passkey counts: it was made for this session, at this site, by somebody whom it knows. Throws
 * `factor.passkey_not_made`, `factor.passkey_unavailable`, `factor.too_many`.
 */
export function confirmPasskey({ tokenKey, site }: Proving) {
  return async (call: GateCall<InputOf<Confirm>>): Promise<Outcome<OutputOf<Confirm>>> => {
    const { gate, vault, actor, input, now } = call
    const account = await readAccount(gate, vault, actor.account)
    const made = await readNewPasskey(needSite(site), input.passkey, (challenge) =>
      isChallengeFor(vault, { act: 'enrol', session: actor.session }, challenge, now),
    )
    const before = await lockFactorsBefore(gate, vault, actor)
    refuseTooMany(before.rows)
    if (!(await useChallenge(gate, made.challenge))) throw new AppError('factor.passkey_not_made')
    const factor = newId()
    const { name } = input
    const enrolled = enrolledNow(call, account, before)
    const isNew = await factors.insert(gate, {
      factor,
      account: actor.account,
      kind: 'passkey',
      token: passkeyToken(vault, tokenKey, made.facts.credential),
      sealed: sealFactor(vault, account, factor, 1, { name, enrolled, ...made.facts }),
      counter: made.counter,
      confirmed: true,
    })
    // Somebody's key already: of whom is not said.
    if (!isNew) throw new AppError('factor.passkey_not_made')
    const told = `A passkey, “${name}”, was added to your account.`
    const recoveryCodes = await finishEnrolment(call, tokenKey, account, before, {
      factor,
      enrolled,
      by: 'password+passkey',
      told,
    })
    return { output: { recoveryCodes }, subjects: [] }
  }
}
