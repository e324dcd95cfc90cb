import { showDay } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openEntry, openPosted } from '../../platform/ledger/open-entry.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'

/** Null for one that was altered, or that was found among those about somebody whom it is not about. */
export function openIfWhole(
  { vault, keys }: Pick<Within, 'vault' | 'keys'>,
  row: EntryRow,
  about: string | null,
): EntryDetail | null {
  try {
    return about === null ? openEntry(vault, keys, row) : openPosted(vault, keys, row, about)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

/** "Firefox on Windows · 192.0.2.14"; of an entry whose detail was removed, since when it is gone. */
export function placeOf({ device, address, removedAt }: Pick<EntryDetail, 'device' | 'address' | 'removedAt'>): string {
  if (removedAt !== undefined) return removedWords(removedAt)
  return [device, address].filter((part) => part !== undefined && part !== '').join(' · ')
}

export function removedWords(at: string): string {
  return `Its detail was removed on ${showDay(at)} under the practice’s retention`
}
