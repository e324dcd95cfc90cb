/** Promise: an entry that no longer hashes to its leaf is not shown (P33). */
import type { PracticeKeys } from '../access/practice-keys.ts'
import { SealBroken } from '../vault/vault-errors.ts'
import type { Vault } from '../vault/vault.ts'
import { detailHash, openDetail, type EntryDetail } from './entry.ts'
import { leafHash } from './leaf.ts'
import type { EntryRow } from './ledger.store.ts'

/** The detail of a numbered entry. Throws SealBroken for one that was altered. */
export function openEntry(vault: Vault, keys: PracticeKeys, row: EntryRow): EntryDetail {
  const { nonce, at, actor_kind: actorKind, actor, verb, outcome, subjects, detail } = row
  const leaf = { nonce, at, actorKind, actor, verb, outcome, subjects, detailHash: detailHash(detail) }
  if (!leafHash(leaf).equals(row.leaf_hash)) throw new SealBroken('payload')
  return openDetail(vault, keys, detail)
}
