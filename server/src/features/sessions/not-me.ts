import { showDayAndTime } from '@candour/contract/formatting.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { lockAccount } from '../accounts/account.ts'
import { listMemberships, readAccount } from '../accounts/find-account.ts'
import { endFactors } from '../accounts/what-ends.ts'
import { tellOfSetAside } from '../factors/set-aside.ts'
import { nameToTell } from '../members/read-member.ts'
import { tellAdministrators } from '../members/tell-administrators.ts'
import { askedOf } from '../passwords/asked-of.ts'
import type { RefuseWeak } from '../passwords/refuse-weak-password.ts'
import { setPassword } from '../passwords/set-password.ts'
import { showPractice } from '../practices/show-practice.ts'
import { refuseRecovered } from './how-of.ts'
import { recordEverywhere } from './record-everywhere.ts'
import { tellOfEnd } from './tell-of-sessions.ts'

type Input = { password: string; since: string; keep: string[] }

/** Hashed before the transaction: argon2 would hold it for long. Throws `password.refused`. */
export function prepareNotMe(refuseWeak: RefuseWeak) {
  return async ({ vault, actor, input, atGate, keysOf, now }: Preparing<Input>): Promise<string> => {
    const account = await atGate((gate) => readAccount(gate, vault, actor.account))
    await refuseWeak(input.password, await atGate((gate) => askedOf({ gate, vault, keysOf, now }, account)))
    return vault.hashPassword(input.password)
  }
}

/**
 * Somebody does not know a sign-in of theirs: everything else that their password had opened ends, no browser is known and
 * no short code counts any more, nor what was added since that sign-in as a second factor, unless they know it as their own;
 * there is a new password at once, and the administrators of their practices are told. Throws `factor.none_left`.
 */
export function notMe(tokenKey: CompartmentKey) {
  return async (call: GateCall<Input>): Promise<Outcome<Record<string, never>>> => {
    const { gate, vault, keysOf, actor, input, now } = call
    await refuseRecovered(gate, actor.session)
    const row = await lockAccount(gate, actor.account)
    const ended = { act: 'session.not-me', session: actor.session } as const
    const account = await setPassword(gate, vault, tokenKey, row, call.prepared as string, ended)
    const aside = await endFactors('session.not-me', new Date(input.since), {
      gate,
      vault,
      tokenKey,
      account,
      keep: input.keep,
      whenNoneIsLeft: () => Promise.reject(new AppError('factor.none_left')),
    })
    const what =
      'You said that a sign-in was not yours. All your other sessions were ended, and your password was changed.'
    tellOfEnd(gate, vault, account, actor.origin, now, what, tellOfSetAside(aside))
    for (const { practice, member, level, state } of await listMemberships(gate, actor.account)) {
      if (state !== 'approved' || level === 0) continue
      const tx = gate.within(practice)
      const within = { tx, vault, keys: await keysOf(tx), now }
      const name = await nameToTell(within, member)
      await tellAdministrators(within, member, {
        practice: (await showPractice(within)).name,
        heading: `${name} did not recognise a sign-in`,
        text: `${name} said on ${showDayAndTime(now)} that a sign-in was somebody else’s. All other sessions were ended and the password was changed. Look at the sign-ins of ${name} in the activity.`,
      })
    }
    const from = { vault, keysOf, origin: actor.origin }
    const entry = { verb: 'session.not-me', outcome: 'changed' } as const
    await recordEverywhere(gate, from, actor.account, entry, actor.practice)
    return { output: {}, subjects: [], facts: { factorsGone: aside.gone.length } }
  }
}
