import type { PublicCall } from '../../platform/http/endpoint.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { recordAtGate } from './record-at-gate.ts'

/**
 * A wrong password for a known account, wherever it was tried, is entered in each practice that it opens: the first and
 * the tenth of a window, with the count. Throws `ledger.unavailable`.
 */
export async function recordFailedTry(
  { atGate, vault, keysOf, origin }: Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'origin'>,
  account: string,
  count: number,
): Promise<void> {
  if (count !== 1 && count !== 10) return
  await atGate(async (gate) => {
    for (const { practice, member, level, state } of await listMemberships(gate, account)) {
      // Where somebody worked once, nobody learns of their sign-ins elsewhere.
      if (state !== 'approved' || level === 0) continue
      await recordAtGate(gate, vault, keysOf, {
        practice,
        member,
        session: null,
        origin,
        verb: 'session.sign-in',
        outcome: 'refused',
        refusal: 'session.sign_in_failed',
        facts: { failures: count },
      })
    }
  })
}
