import type { OutputOf } from '@candour/contract/route.ts'
import type { seatRoutes } from '@candour/contract/seats.ts'
import type { PublicCall, Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { accountsAt } from '../accounts/device.ts'
import { listMemberships } from '../accounts/find-account.ts'
import { readMember } from '../members/read-member.ts'
import { showPractice } from '../practices/show-practice.ts'
import { isSeatBound } from './bound-seat.ts'
import { seats } from './seats.store.ts'

type Listed = OutputOf<typeof seatRoutes.list>

/** Who can come back at this browser by a code. Whoever may not work any more is not named. */
export async function listSeats({
  vault,
  keysOf,
  now,
  atGate,
  deviceToken,
}: PublicCall<unknown>): Promise<{ output: Listed }> {
  return atGate(async (gate) => {
    const shown: Listed['seats'] = []
    for (const { device, account } of await accountsAt(gate, vault, deviceToken)) {
      const row = await seats.find(gate, device, account)
      if (row === null) continue
      const { practice, member } = row
      const isMember = (await listMemberships(gate, account)).some(
        (one) => one.practice === practice && one.member === member && one.state === 'approved' && one.level > 0,
      )
      if (!isMember) continue
      const tx = gate.within(practice)
      const within = { tx, vault, keys: await keysOf(tx), now }
      const { name, role } = await nameOf(within, member)
      const isOpen = row.is_open && isSeatBound(vault, row)
      shown.push({
        id: row.seat,
        name,
        role,
        practice: (await showPractice(within)).name,
        openUntil: isOpen ? row.open_until!.toISOString() : null,
      })
    }
    return { output: { seats: shown } }
  })
}

/** One who was altered outside Candour comes in no more than before, and keeps the others' names from nobody. */
async function nameOf(within: Within, member: string): Promise<{ name: string; role: string }> {
  try {
    return await readMember(within, member)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return { name: 'Somebody whose details were altered', role: 'Ask an administrator' }
  }
}
