/**
 * Promise: an entry that no longer hashes to its leaf is not shown (P33). Of one whose detail was removed under the practice's
 * retention the rest is checked all the same, and that it was Candour who removed it.
 */
import type { PracticeKeys } from '../access/practice-keys.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import type { Vault } from '../vault/vault.ts'
import { detailHash, openDetail, type EntryDetail } from './entry.ts'
import { leafHash } from './leaf.ts'
import type { EntryRow } from './ledger.store.ts'

/** The detail of a numbered entry; `removedAt` alone of one that lost it. Throws SealBroken for one that was altered. */
export function openEntry(vault: Vault, keys: PracticeKeys, row: EntryRow): EntryDetail {
  const { nonce, at, actor_kind: actorKind, actor, verb, outcome, subjects, detail } = row
  const hash = detail === null ? row.detail_hash : detailHash(detail)
  const leaf = { nonce, at, actorKind, actor, verb, outcome, subjects, detailHash: hash }
  if (!leafHash(leaf).equals(row.leaf_hash)) throw new SealBroken('payload')
  if (detail !== null) return openDetail(vault, keys, detail)
  const { removed_at: removedAt } = row
  const bound = removedAt === null ? null : removalOf(keys.record.practice, row, removedAt)
  if (bound === null || !vault.isBound('entry-removed', bound, row.removed)) throw new SealBroken('payload')
  return { id: '', removedAt: removedAt!.toISOString() }
}

/**
 * Of a row that was found by a posting, which lies open to whoever writes to the database: an entry is about nobody but its own
 * subjects, which its leaf binds. Throws SealBroken for one that is not about `about`.
 */
export function openPosted(vault: Vault, keys: PracticeKeys, row: EntryRow, about: string): EntryDetail {
  if (!isAbout(row, about)) throw new SealBroken('payload')
  return openEntry(vault, keys, row)
}

export function isAbout({ subjects }: Pick<EntryRow, 'subjects'>, about: string): boolean {
  return subjects.includes(about)
}

/** What is bound of a removal: whoever writes to the database alone can take a detail away, and not say that it was right. */
export function removalOf(
  practice: string,
  { number, leaf_hash: hash }: Pick<EntryRow, 'number' | 'leaf_hash'>,
  at: Date,
) {
  return [practice, number, hash.toString('base64'), at.getTime()]
}
