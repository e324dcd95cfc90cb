import type { Level } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { openMember } from './member-facts.ts'
import { members } from './members.store.ts'

/** The level of an approved member now; null for anybody else. SealBroken when it was altered outside Candour. */
export async function memberLevel(within: Within, member: string): Promise<Level | null> {
  const row = await members.read(within.tx, member)
  if (row?.state !== 'approved') return null
  openMember(within, row)
  return row.level as Level
}
