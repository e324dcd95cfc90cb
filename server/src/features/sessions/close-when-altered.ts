import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { FactorsAltered } from '../factors/factor-set.ts'
import { addAlarm } from '../notices/raise-alarm.ts'
import { recordAtGate } from './record-at-gate.ts'

type Signing = Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'origin' | 'log'>

/**
 * An account whose second factors are not as Candour left them lets nobody in, whatever is shown: its practices are told, the
 * try is entered, and the log has it. Throws `account.altered`, `ledger.unavailable`.
 */
export async function closeWhenAltered<T>(call: Signing, account: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    // What else was altered (rules, a member) is told as what it is.
    if (!(error instanceof FactorsAltered)) throw error
    call.log.error({ part: 'gate' }, 'the second factors of an account were altered outside Candour')
    await tellPractices(call, account)
    throw new AppError('account.altered')
  }
}

async function tellPractices({ atGate, vault, keysOf, origin }: Signing, account: string): Promise<void> {
  await atGate(async (gate) => {
    for (const { practice, member, level, state } of await listMemberships(gate, account)) {
      if (state !== 'approved' || level === 0) continue
      const tx = gate.within(practice)
      await addAlarm({ tx, vault, keys: await keysOf(tx) }, { about: member, found: 'signed in' })
      await recordAtGate(gate, vault, keysOf, {
        practice,
        member,
        session: null,
        origin,
        verb: 'session.sign-in',
        outcome: 'refused',
        refusal: 'account.altered',
      })
    }
  })
}
