import type { Session } from '@candour/contract/sessions.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall, SessionCookie } from '../../platform/http/endpoint.ts'
import { lockAccount } from '../accounts/account.ts'
import { accountsAt } from '../accounts/device.ts'
import { readAccount } from '../accounts/find-account.ts'
import { chooseMembership, enterRefused, finishSignIn } from '../sessions/finish-sign-in.ts'
import { recordFailedCode } from '../sessions/record-failed-try.ts'
import type { Shown } from '../sessions/start-session.ts'
import { tellOfClosedSeat } from '../sessions/tell-of-sessions.ts'
import { isSeatBound, keepSeat, mostTries, pinPlace, withDevice } from './bound-seat.ts'
import { seats, type SeatRow } from './seats.store.ts'

type Call = PublicCall<{ id: string; pin: string }>

/**
 * Back in by a short code: in a session that lasts no longer than the whole sign-in before it, and that proves nothing for
 * what needs a proof. Throws `seat.refused`, `seat.closed` (also for any other browser), and what signing in throws of
 * memberships.
 */
export async function unlockSeat(call: Call): Promise<{ output: Session; cookie: SessionCookie }> {
  const { vault, input, deviceToken, now } = call
  const row = await countTry(call)
  const account = await call.atGate((gate) => readAccount(gate, vault, row.account))
  const stored = vault.open(account.key, pinPlace(row), row.pin).toString()
  if (!(await vault.verifyPassword(stored, withDevice(input.pin, deviceToken!, call.origin)))) {
    await recordFailedCode(call, row.account, row.tries)
    if (row.tries === mostTries)
      await call.atGate(async (gate) => tellOfClosedSeat(gate, vault, account, call.origin, now))
    throw new AppError('seat.refused')
  }
  return enterRefused(call, () =>
    call.atGate(async (gate) => {
      // The account before its seats, as whoever ends them does: else two would wait for each other.
      // It may have been closed, or set anew, while the code was compared.
      await lockAccount(gate, row.account)
      const still = await seats.lock(gate, row.seat)
      if (still === null || !still.is_open || !isSeatBound(vault, still) || !still.pin.equals(row.pin))
        throw new AppError('seat.closed')
      await keepSeat(gate, vault, { ...still, tries: 0 })
      const chosen = await chooseMembership(gate, row.account, row.practice)
      const { session, cookie } = await finishSignIn(call, gate, account, chosen, {
        how: still.how as Shown['how'],
        provedAt: new Date(0),
        notAfter: still.open_until,
        device: still.device,
        byCode: true,
      })
      return { output: session, cookie }
    }),
  )
}

/** Counted before the code is looked at, in a transaction of its own: of forty at once five are compared. */
function countTry({ atGate, vault, input, deviceToken }: Call): Promise<SeatRow> {
  return atGate(async (gate) => {
    const here = await accountsAt(gate, vault, deviceToken)
    const row = here.length === 0 ? null : await seats.lock(gate, input.id)
    const isHere = here.some(({ device, account }) => device === row?.device && account === row.account)
    if (row === null || !isHere || !row.is_open || row.tries >= mostTries || !isSeatBound(vault, row))
      throw new AppError('seat.closed')
    const counted = { ...row, tries: row.tries + 1 }
    await keepSeat(gate, vault, counted)
    return counted
  })
}
