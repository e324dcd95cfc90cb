import type { Origin } from '../../platform/access/actor.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { seats, type SeatRow } from './seats.store.ts'

/** Wrong codes after which it is off at that device. */
export const mostTries = 5

type Unbound = Omit<SeatRow, 'bound' | 'is_open'>

function fieldsOf(vault: Pick<Vault, 'digest'>, row: Unbound) {
  const { seat, device, account, practice, member, revision, pin, tries, how, open_until: until } = row
  const code = vault.digest(pin).toString('base64')
  return [seat, device, account, practice, member, revision, code, tries, how, until?.getTime() ?? 0]
}

/** Everything that lets somebody in by a code counts as Candour wrote it, the tries too (decision 0023). */
export function isSeatBound(vault: Pick<Vault, 'isBound' | 'digest'>, row: SeatRow): boolean {
  return vault.isBound('seat', fieldsOf(vault, row), row.bound)
}

export async function keepSeat(gate: Across, vault: Pick<Vault, 'bind' | 'digest'>, row: Unbound): Promise<void> {
  await seats.write(gate, { ...row, bound: vault.bind('seat', fieldsOf(vault, row)) })
}

/** The code's hash lies sealed under the account's key, for this browser alone. */
export function pinPlace({
  seat,
  device,
  account,
  revision,
}: Pick<Unbound, 'seat' | 'device' | 'account' | 'revision'>) {
  return { table: 'gate.seat', field: 'pin', record: `${seat} ${device} ${account}`, revision, schema: 1 }
}

/**
 * Without the browser's own secret the code can't be tried, not even by whoever has the database and the pepper; nor in a
 * browser of another kind, to which the cookie was copied.
 */
export function withDevice(pin: string, deviceToken: string, { device }: Pick<Origin, 'device'>): string {
  return `${pin} ${deviceToken} ${device}`
}
