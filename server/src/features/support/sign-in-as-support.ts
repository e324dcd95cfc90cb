import type { PasskeyOptions, SignedPasskey } from '@candour/contract/factors.ts'
import type { SupportSession } from '@candour/contract/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SupportCookie } from '../../platform/http/endpoint.ts'
import { isChallengeFor, mintChallenge, useChallenge } from '../factors/challenge.ts'
import { openFactor, type PasskeyFacts } from '../factors/factor.ts'
import { askForPasskey, needSite, readSigned } from '../factors/passkey.ts'
import { passkeyToken, type Proving } from '../factors/prove-passkey.ts'
import { people } from './people.store.ts'
import { keepPasskeysBound, openPerson, readPasskeys } from './support-person.ts'
import { startVisit } from './support-session.ts'

const act = { act: 'support' } as const

/** Asks for any passkey. Throws `factor.passkey_unavailable`. */
export function startSupportSignIn({ site }: Proving) {
  return async ({ vault, now }: PublicCall<unknown>): Promise<{ output: PasskeyOptions }> => ({
    output: await askForPasskey(needSite(site), [], mintChallenge(vault, act, now)),
  })
}

/**
 * By a passkey that checks its person by itself; there is no password and no other way. Throws `factor.passkey_refused` (known
 * or not: the same answer), `factor.passkey_copied`, SealBroken.
 */
export function signInAsSupport({ tokenKey, site }: Proving) {
  return async (
    call: PublicCall<{ signed: SignedPasskey }>,
  ): Promise<{ output: SupportSession; supportCookie: SupportCookie }> => {
    const { input, vault, now } = call
    const { signed } = input
    return call.atGate(async (gate) => {
      const token = passkeyToken(vault, tokenKey, signed.id)
      const known = signed.userHandle === null ? null : await people.ofPasskey(gate, token)
      const row = known === null ? null : await people.lock(gate, known)
      const passkey =
        row === null ? undefined : (await readPasskeys(gate, vault, row)).find((one) => one.token.equals(token))
      if (row === null || passkey === undefined) throw new AppError('factor.passkey_refused')
      const person = await openPerson(vault, row)
      const facts = openFactor<PasskeyFacts>(vault, person, passkey)
      const isExpected = (challenge: string) => isChallengeFor(vault, act, challenge, now)
      const { counter, challenge } = await readSigned(needSite(site), vault, row.person, facts, signed, isExpected)
      if (!(await useChallenge(gate, challenge))) throw new AppError('factor.passkey_refused')
      if ((counter > 0 || passkey.counter > 0) && counter <= passkey.counter)
        throw new AppError('factor.passkey_copied')
      await people.usePasskey(gate, passkey.factor, counter)
      await keepPasskeysBound(gate, vault, row.person)
      return startVisit({ ...call, gate }, person)
    })
  }
}
