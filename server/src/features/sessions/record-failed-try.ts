import type { ErrorCode } from '@candour/contract/errors.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { recordAtGate } from './record-at-gate.ts'

type Failed = Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'origin'>

/**
 * A wrong password for a known account, wherever it was tried, is entered in each practice that it opens: the first and
 * the tenth of a window, with the count. Throws `ledger.unavailable`.
 */
export async function recordFailedTry(call: Failed, account: string, count: number): Promise<void> {
  if (count === 1 || count === 10) await record(call, account, count, 'session.sign_in_failed')
}

/** Somebody knew the password and failed at the second step: each try is entered, there are ten in five minutes at most. */
export function recordFailedStep(call: Failed, account: string, count: number): Promise<void> {
  return record(call, account, count, 'factor.refused')
}

async function record(
  { atGate, vault, keysOf, origin }: Failed,
  account: string,
  count: number,
  refusal: ErrorCode,
): Promise<void> {
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
        refusal,
        facts: { failures: count },
      })
    }
  })
}
