import type { Within } from '../../platform/http/endpoint.ts'
import { findEntries } from '../../platform/ledger/find-entries.store.ts'
import { openEntry } from '../../platform/ledger/open-entry.ts'

/** From where and when a member last signed in; null for somebody who never did. */
export async function lastAddressOf(within: Within, member: string): Promise<{ address: string; at: Date } | null> {
  const row = await findEntries.lastSignIn(within.tx, member)
  if (row === null) return null
  const { address } = openEntry(within.vault, within.keys, row)
  return address === undefined ? null : { address, at: row.at }
}
