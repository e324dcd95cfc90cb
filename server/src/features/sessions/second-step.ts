import type { FactorNeeded, Proof } from '@candour/contract/factors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { lockAccount, type AccountRow, type OpenedAccount } from '../accounts/account.ts'
import { reserveTry } from '../accounts/throttle.ts'
import { giveTicket, openTicket, useTicket } from '../accounts/ticket.ts'
import { askForOwnPasskey, type Proving } from '../factors/prove-passkey.ts'
import { prove } from '../factors/prove.ts'
import { waysToProve } from '../factors/ways-to-prove.ts'
import { closeWhenAltered } from './close-when-altered.ts'
import { enterRefused } from './finish-sign-in.ts'
import { recordFailedStep, refusalOfStep } from './record-failed-try.ts'

/** Minutes in which the second step is to follow. */
const ticketMinutes = 10

/** What is sealed of a ticket for it: where the person wants to go, and what vouched for the first step. */
export interface Aim {
  practice?: string | undefined
  /** A provider, instead of a password. */
  provider?: string
}

/** After a right password: the ticket for the second step, or null for an account that has none. Throws SealBroken. */
export async function askSecondStep(
  gate: GateTransaction,
  { vault, now }: Pick<PublicCall<unknown>, 'vault' | 'now'>,
  proving: Proving,
  account: OpenedAccount,
  aim: Aim,
): Promise<FactorNeeded | null> {
  const ways = await waysToProve(gate, vault, account.account)
  if (ways.length === 0) return null
  const given = await giveTicket(gate, vault, account, 'sign-in', ticketMinutes, aim)
  const what = { act: 'second-step', ticket: given.ticket } as const
  const passkey = await askForOwnPasskey(gate, vault, proving, account, what, now)
  return { outcome: 'factor-needed', ticket: given.token, ways, passkey }
}

/** No factor counts any more; two colleagues of each practice can open the account again (recoveries). */
export async function leaveToColleagues(
  gate: GateTransaction,
  { vault }: Pick<PublicCall<unknown>, 'vault'>,
  account: OpenedAccount,
): Promise<FactorNeeded> {
  const { token } = await giveTicket(gate, vault, account, 'sign-in', ticketMinutes, {})
  return { outcome: 'factor-needed', ticket: token, ways: [], passkey: null }
}

/** A password that was changed while it was compared opens nothing any more. Throws `session.sign_in_failed`. */
export async function refuseChanged(gate: GateTransaction, { account, revision }: AccountRow): Promise<void> {
  if ((await lockAccount(gate, account)).revision !== revision) throw new AppError('session.sign_in_failed')
}

/**
 * Shows the second factor and does `act`, in one transaction; what fails is counted and entered. Throws
 * `session.ticket_invalid`, `session.throttled`, `account.altered`, what `prove` throws, and what `act` throws.
 * @param of the account to which the ticket must belong, where that is known already
 */
export async function withSecondStep<T>(
  call: Omit<PublicCall<unknown>, 'input'>,
  proving: Proving,
  { ticket: token, proof, of }: { ticket: string; proof: Proof; of?: string },
  act: (gate: GateTransaction, account: OpenedAccount, aim: Aim) => Promise<T>,
): Promise<T> {
  const { vault, origin, now } = call
  const { account, ticket, facts } = await call.atGate((gate) => openTicket<Aim>(gate, vault, token, 'sign-in'))
  if (of !== undefined && account.account !== of) throw new AppError('session.ticket_invalid')
  // The same count as for passwords: a new ticket gives no new tries.
  const tried = await call.atGate((gate) =>
    reserveTry(gate, vault, proving.tokenKey, `factor of ${account.facts.email}`, origin.address),
  )
  const step = () =>
    call.atGate(async (gate) => {
      await prove(gate, vault, proving, account, proof, { act: 'second-step', ticket }, now)
      await useTicket(gate, ticket)
      await tried.succeeded(gate)
      return act(gate, account, facts)
    })
  try {
    return await closeWhenAltered(call, account.account, () => enterRefused(call, step))
  } catch (error) {
    const refusal = refusalOfStep(error)
    if (refusal !== null) await recordFailedStep(call, account.account, tried.count, refusal)
    throw error
  }
}
