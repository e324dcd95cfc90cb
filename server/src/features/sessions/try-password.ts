import { judgePassword } from '@candour/contract/password-rules.ts'
import { AppError } from '../../platform/app-error.ts'
import type { PublicCall } from '../../platform/http/endpoint.ts'
import { inEvenTime } from '../../platform/even-time.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import {
  changeAccount,
  checkPassword,
  isPasswordOutdated,
  lockAccount,
  openAccount,
  type AccountRow,
} from '../accounts/account.ts'
import { findDevice } from '../accounts/device.ts'
import { findAccount, listMemberships, readAccountRow } from '../accounts/find-account.ts'
import { reservePassword } from '../accounts/throttle.ts'
import { askedOf } from '../passwords/asked-of.ts'
import { sendResetLink } from '../passwords/ask-reset.ts'
import { recordFailedTry } from './record-failed-try.ts'

type Call = Pick<PublicCall<unknown>, 'atGate' | 'vault' | 'keysOf' | 'origin' | 'now' | 'deviceToken' | 'publicOrigin'>

/** Entering a failure, and telling of it, takes a few milliseconds where there is an account: it is not to be seen. */
export const failureMs = 100
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * One try at the password of an email: the account when it was right, else null, in the same time whether or not the email has
 * one. What was taken over from another system is judged before it is hashed anew: one that is easily guessed opens nothing, and
 * its person gets a link for another. Throws `session.throttled`, `session.password_off`, `password.taken_over_weak`.
 */
export async function tryPassword(
  call: Call,
  tokenKey: CompartmentKey,
  { email, password }: { email: string; password: string },
): Promise<AccountRow | null> {
  const { atGate, vault, origin, deviceToken } = call
  const row = await atGate((gate) => findAccount(gate, vault, tokenKey, email))
  const device = await atGate((gate) => findDevice(gate, vault, deviceToken, row?.account ?? nobody))
  const tried = await atGate((gate) => reservePassword(gate, vault, tokenKey, email, origin.address, device))
  const right = row === null ? await vault.refusePassword(password) : await checkPassword(vault, row, password)
  if (row === null || !right) {
    await inEvenTime(failureMs, async () => {
      if (row !== null) await recordFailedTry(call, row, tried)
    })
    return null
  }
  const isOutdated = await isPasswordOutdated(vault, row)
  if (isOutdated && (await isWeak(call, row, password))) {
    await sendResetLink(call, tokenKey, row.account)
    throw new AppError('password.taken_over_weak')
  }
  const hash = isOutdated ? await vault.hashPassword(password) : null
  return atGate(async (gate) => {
    // Of somebody who belongs nowhere a right one counts like a wrong one: how many are left tells nothing.
    const memberships = await listMemberships(gate, row.account)
    if (memberships.some(({ state, level }) => state !== 'invited' && level > 0)) await tried.succeeded(gate)
    if (hash === null) return row
    const locked = await lockAccount(gate, row.account)
    // Changed meanwhile: then it stays as it is.
    if (locked.revision !== row.revision) return row
    await changeAccount(gate, vault, tokenKey, locked, { passwordHash: hash })
    return readAccountRow(gate, row.account)
  })
}

async function isWeak({ atGate, vault, keysOf, now }: Call, row: AccountRow, password: string): Promise<boolean> {
  const account = await openAccount(vault, row)
  const asked = await atGate((gate) => askedOf({ gate, vault, keysOf, now }, account))
  return !judgePassword(password, asked).taken
}
