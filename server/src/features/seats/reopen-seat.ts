import type { Across } from '../../platform/database/workspace.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { keepSeat } from './bound-seat.ts'
import { seats } from './seats.store.ts'

export interface SignedInAt {
  device: string
  account: string
  practice: string
  member: string
  /** What was shown. */
  how: string
  openUntil: Date
}

/** After a whole sign-in the short code that was set at this browser works again, as long as that session could last. */
export async function reopenSeat(gate: Across, vault: Vault, at: SignedInAt): Promise<void> {
  const found = await seats.find(gate, at.device, at.account)
  if (found === null) return
  const row = (await seats.lock(gate, found.seat))!
  const { practice, member, how, openUntil } = at
  await keepSeat(gate, vault, { ...row, practice, member, how, tries: 0, open_until: openUntil })
}
