import type { OutputOf } from '@candour/contract/route.ts'
import type { seatRoutes } from '@candour/contract/seats.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateCall, Outcome, Preparing } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { accountsAt } from '../accounts/device.ts'
import { readAccount } from '../accounts/find-account.ts'
import { refuseRecovered } from '../sessions/how-of.ts'
import { readOwnSession } from '../sessions/read-own-session.ts'
import { isSeatBound, keepSeat, pinPlace, withDevice } from './bound-seat.ts'
import { seats } from './seats.store.ts'

type Here = Pick<GateCall<unknown>, 'gate' | 'vault' | 'actor' | 'deviceToken'>

/** The browser at which this person has signed in, by its cookie. */
async function deviceOf({ gate, vault, actor, deviceToken }: Here): Promise<string | null> {
  const here = await accountsAt(gate, vault, deviceToken)
  return here.find(({ account }) => account === actor.account)?.device ?? null
}

export async function readSeat(call: GateCall<unknown>): Promise<Outcome<OutputOf<typeof seatRoutes.read>>> {
  const device = await deviceOf(call)
  const row = device === null ? null : await seats.find(call.gate, device, call.actor.account)
  const isOpen = row !== null && row.is_open && isSeatBound(call.vault, row)
  return {
    output: { isSet: row !== null, openUntil: isOpen ? row.open_until!.toISOString() : null },
    subjects: [],
  }
}

/** Hashed before the transaction: argon2 would hold it for long. Throws `seat.no_device`. */
export async function preparePin({ vault, actor, input, deviceToken }: Preparing<{ pin: string }>): Promise<string> {
  if (deviceToken === undefined) throw new AppError('seat.no_device')
  return vault.hashPassword(withDevice(input.pin, deviceToken, actor.origin))
}

/** From now on this code brings the person back at this browser, as long as this session could have lasted. */
export async function setPin(call: GateCall<{ pin: string }>): Promise<Outcome<Record<string, never>>> {
  const { gate, vault, actor } = call
  await refuseRecovered(gate, actor.session)
  const device = await deviceOf(call)
  if (device === null) throw new AppError('seat.no_device')
  const account = await readAccount(gate, vault, actor.account)
  const { how, ends_at: openUntil } = await readOwnSession(gate, actor.session)
  const { practice, member } = actor
  const seat = { seat: newId(), device, account: actor.account, revision: 1 }
  const pin = vault.seal(account.key, pinPlace(seat), Buffer.from(call.prepared as string))
  await keepSeat(gate, vault, { ...seat, practice, member, pin, tries: 0, how, open_until: openUntil })
  return { output: {}, subjects: [] }
}

export async function removePin(call: GateCall<unknown>): Promise<Outcome<Record<string, never>>> {
  const device = await deviceOf(call)
  if (device !== null) await seats.remove(call.gate, device, call.actor.account)
  return { output: {}, subjects: [] }
}
