import type { recoveryRoutes } from '@candour/contract/recoveries.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { mintNumber, mintToken } from '../../platform/vault/tokens.ts'
import { lockAccount } from '../accounts/account.ts'
import { openTicket } from '../accounts/ticket.ts'
import { recordAtGate } from '../sessions/record-at-gate.ts'
import type { Aim } from '../sessions/second-step.ts'
import { recoveries } from './recoveries.store.ts'
import { isEnough, practicesOf, sealRecovery, showOwn, type RecoveryFacts } from './recovery.ts'
import { tellOfStart } from './tell-of-recovery.ts'

const mostADay = 3

/**
 * Somebody whose password was right has lost the second factor. Their colleagues are told; who asked before is not asked for
 * any more. Throws `session.ticket_invalid`, `recovery.password_first`, `recovery.not_possible`, `recovery.too_many`.
 */
export async function startRecovery(
  call: PublicCall<{ ticket: string }>,
): Promise<{ output: OutputOf<typeof recoveryRoutes.start> }> {
  const { input, vault, origin, now } = call
  const { account, facts: aim } = await call.atGate((gate) => openTicket<Aim>(gate, vault, input.ticket, 'sign-in'))
  // By a provider no password was shown: it alone would lead round the second factor.
  if (aim.provider !== undefined) throw new AppError('recovery.password_first')
  return call.atGate(async (gate) => {
    const at = { gate, vault, keysOf: call.keysOf, now, publicOrigin: call.publicOrigin }
    const practices = await practicesOf(at, account.account, [])
    if (practices.length === 0 || !practices.every(({ colleagues }) => isEnough(colleagues)))
      throw new AppError('recovery.not_possible')
    await lockAccount(gate, account.account)
    await recoveries.endAll(gate, account.account)
    if ((await recoveries.countLately(gate, account.account)) >= mostADay) throw new AppError('recovery.too_many')
    const { token, hash } = mintToken()
    const recovery = newId()
    const expiresAt = await recoveries.inAnHour(gate)
    const facts: RecoveryFacts = {
      number: mintNumber(),
      from: origin.device,
      expiresAt: expiresAt.toISOString(),
      confirmations: [],
    }
    const sealed = sealRecovery(vault, account, { recovery, token_hash: hash }, 1, facts)
    const row = await recoveries.insert(gate, {
      recovery,
      account: account.account,
      tokenHash: hash,
      expiresAt,
      sealed,
    })
    for (const { practice, member } of practices)
      await recordAtGate(gate, vault, call.keysOf, {
        practice,
        member: member.member,
        session: null,
        origin,
        verb: 'recovery.start',
        outcome: 'changed',
      })
    await tellOfStart(at, account, recovery, practices, origin.device)
    return { output: { token, recovery: await showOwn(at, { row, account, facts }) } }
  })
}
