import type { ErrorCode } from '@candour/contract/errors.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { openAccount, type AccountRow } from '../accounts/account.ts'
import { mostInARow, type Try } from '../accounts/throttle.ts'
import { recordEverywhere } from './record-everywhere.ts'
import { tellOfFailures } from './tell-of-failures.ts'

type Failed = Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'origin' | 'now'>

/** Of a window, and in a row: each tenth is worth a mail where it came in a row, or from a known device. */
const worthAMail = 10

/**
 * A wrong password for a known account, wherever it was tried, is entered in each practice that it opens: the first and
 * the tenth of a window, with the count; and the one that switches it off. Its person is told of the tenth in a row, and of
 * that one. Throws `ledger.unavailable`.
 */
export async function recordFailedTry(call: Failed, row: AccountRow, { count, inARow }: Try): Promise<void> {
  const isOff = inARow === mostInARow
  const isTold = isOff || inARow === worthAMail || (inARow === 0 && count === worthAMail)
  const isEntered = count === 1 || count === worthAMail || isOff
  if (!isTold && !isEntered) return
  await call.atGate(async (gate) => {
    if (isEntered)
      await record(call, gate, row.account, count, isOff ? 'session.password_off' : 'session.sign_in_failed')
    if (isTold) tellOfFailures(gate, call, await openAccount(call.vault, row), isOff)
  })
}

/** Somebody knew the password and failed at the second step: each try is entered, there are ten in five minutes at most. */
export async function recordFailedStep(
  call: Failed,
  account: string,
  count: number,
  refusal: ErrorCode,
): Promise<void> {
  await call.atGate((gate) => record(call, gate, account, count, refusal))
}

const ofStep: readonly ErrorCode[] = ['factor.refused', 'factor.passkey_refused', 'factor.passkey_copied']

/** Why a second factor was not taken; null for what is no fault of it. */
export function refusalOfStep(error: unknown): ErrorCode | null {
  return error instanceof AppError && ofStep.includes(error.code) ? error.code : null
}

/** Somebody at a known device gave a wrong short code: five at most, then it is off there. */
export async function recordFailedCode(call: Failed, account: string, count: number): Promise<void> {
  await call.atGate((gate) => record(call, gate, account, count, 'seat.refused'))
}

function record(call: Failed, gate: GateTransaction, account: string, count: number, refusal: ErrorCode) {
  return recordEverywhere(gate, call, account, {
    verb: 'session.sign-in',
    outcome: 'refused',
    refusal,
    facts: { failures: count },
  })
}
