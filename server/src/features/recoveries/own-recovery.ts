import type { OwnRecovery } from '@candour/contract/recoveries.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { lockAccount } from '../accounts/account.ts'
import { endWhatCountsNoMore } from '../accounts/what-ends.ts'
import { chooseOpenMembership, enterRefused, finishSignIn } from '../sessions/finish-sign-in.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import { recoveries } from './recoveries.store.ts'
import { findOwn, isConfirmed, practicesOf, showOwn, type RecoveryPractice } from './recovery.ts'
import { tellOfEnd } from './tell-of-recovery.ts'

type Own = PublicCall<{ token: string }>

/** How far it is, for the page of who asked. Throws `recovery.over`. */
export async function readOwnRecovery(call: Own): Promise<{ output: OwnRecovery }> {
  const { atGate, vault, input } = call
  return atGate(async (gate) => ({
    output: await showOwn({ ...call, gate }, await findOwn(gate, vault, input.token)),
  }))
}

/** The phone was found. Throws `recovery.over`. */
export async function cancelOwnRecovery(call: Own): Promise<{ output: Record<string, never> }> {
  const { atGate, vault, input } = call
  return atGate(async (gate) => {
    const { row, account, facts } = await findOwn(gate, vault, input.token)
    const practices = await practicesOf({ ...call, gate }, account.account, facts.confirmations)
    await recoveries.end(gate, row.recovery)
    await enter(call, gate, practices, 'recovery.cancel-own')
    await tellOfEnd({ ...call, gate }, account, row.recovery, practices, 'cancelled')
    return { output: {} }
  })
}

/**
 * Colleagues of each practice have confirmed: a session opens in which a new factor is set up, and nothing else is done. All
 * other sessions end. The old factors stay until the new one counts, so that no password alone opens anything in between.
 * Throws `recovery.over`, `recovery.not_confirmed`.
 */
export async function finishRecovery(call: Own): Promise<{ output: Session; cookie: SessionCookie }> {
  const { atGate, vault, input } = call
  const { account: asked } = await atGate((gate) => findOwn(gate, vault, input.token))
  return enterRefused(call, () =>
    atGate(async (gate) => {
      await lockAccount(gate, asked.account)
      const { row, account, facts } = await findOwn(gate, vault, input.token)
      const practices = await practicesOf({ ...call, gate }, account.account, facts.confirmations)
      if (!isConfirmed(practices)) throw new AppError('recovery.not_confirmed')
      await recoveries.end(gate, row.recovery)
      await endWhatCountsNoMore(gate, 'recovery.finish', { account: account.account, session: null })
      await enter(call, gate, practices, 'recovery.finish')
      const chosen = await chooseOpenMembership(call, gate, account.account, undefined, { how: 'recovered' })
      const { session, cookie } = await finishSignIn(call, gate, account, chosen, { how: 'recovered' })
      await tellOfEnd({ ...call, gate }, account, row.recovery, practices, 'opened')
      return { output: session, cookie }
    }),
  )
}

/** In each practice, with who confirmed it there. */
async function enter(
  { vault, keysOf, origin }: Own,
  gate: GateTransaction,
  practices: RecoveryPractice[],
  verb: string,
): Promise<void> {
  for (const { practice, member, confirmedBy } of practices)
    await recordAtGate(gate, vault, keysOf, {
      practice,
      member: member.member,
      session: null,
      origin,
      verb,
      outcome: 'changed',
      facts: { confirmedBy: confirmedBy.map((one) => one.member).join(' ') },
    })
}
