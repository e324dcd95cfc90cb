import type { PasskeyOptions, SignedPasskey } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { readAccount } from '../accounts/find-account.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { mintChallenge } from '../factors/challenge.ts'
import { askForPasskey, needSite } from '../factors/passkey.ts'
import { accountOfPasskey, provePasskey, type Proving } from '../factors/prove-passkey.ts'
import { closeWhenAltered } from './close-when-altered.ts'
import { chooseOpenMembership, enterRefused, finishSignIn } from './finish-sign-in.ts'
import { recordFailedStep, refusalOfStep } from './record-failed-try.ts'

/** Asks for any passkey of this Candour; nothing is kept until one answers. Throws `factor.passkey_unavailable`. */
export function startPasskeySignIn({ site }: Proving) {
  return async ({ vault, now }: PublicCall<unknown>): Promise<{ output: PasskeyOptions }> => ({
    output: await askForPasskey(needSite(site), [], mintChallenge(vault, { act: 'sign-in' }, now)),
  })
}

/**
 * Signs in by a passkey alone: it knows its person by itself, so it counts for both steps. No count of failed passwords stands
 * in its way: nobody guesses a signature. Throws `factor.passkey_refused` (known or not: the same answer),
 * `factor.passkey_copied`, `account.altered`, and what `signIn` throws of memberships.
 */
export function signInByPasskey(proving: Proving) {
  return async (
    call: PublicCall<{ signed: SignedPasskey; practice?: string | undefined }>,
  ): Promise<{ output: Session; cookie: SessionCookie }> => {
    const { input, vault, now, atGate } = call
    // With no account named, the passkey must say whose it is.
    const known = input.signed.userHandle === null ? null : await atGate((gate) => find(gate))
    if (known === null) throw new AppError('factor.passkey_refused')
    try {
      return await closeWhenAltered(call, known, () =>
        enterRefused(call, () =>
          atGate(async (gate) => {
            const account = await readAccount(gate, vault, known)
            await provePasskey(gate, vault, proving, account, input.signed, { act: 'sign-in' }, now)
            const chosen = await chooseOpenMembership(call, gate, known, input.practice, { how: 'passkey' })
            const { session, cookie } = await finishSignIn(call, gate, account, chosen, { how: 'passkey' })
            return { output: session, cookie }
          }),
        ),
      )
    } catch (error) {
      const refusal = refusalOfStep(error)
      if (refusal !== null) await recordFailed(refusal)
      throw error
    }

    function find(gate: Parameters<Parameters<typeof atGate>[0]>[0]) {
      return accountOfPasskey(gate, vault, proving, input.signed)
    }

    /** The first and the tenth of five minutes: a page that asks again and again fills no ledger. */
    async function recordFailed(refusal: NonNullable<ReturnType<typeof refusalOfStep>>) {
      const names = [`passkey of ${known!}`, `passkey from ${call.origin.address}`] as const
      const count = await atGate((gate) => reserveTry(gate, vault, proving.tokenKey, ...names)).then(
        (tried) => tried.count,
        () => Infinity,
      )
      if (count === 1 || count === 10) await recordFailedStep(call, known!, count, refusal)
    }
  }
}
