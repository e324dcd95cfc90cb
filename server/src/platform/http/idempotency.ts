/**
 * Promise: a change sent twice with the same Idempotency-Key happens once, and both get the same answer for 24 hours.
 * The result is kept sealed where what was written lies, or under the patient's key when it is about one, so that it is
 * erased with it, and who asks again stands in the access log of each. The same key with another request is refused.
 */
import { AppError } from '../app-error.ts'
import type { PracticeKeys } from '../access/practice-keys.ts'
import type { Transaction } from '../database/transaction.ts'
import type { CompartmentKey, Vault } from '../vault/vault.ts'
import { claimKey, keepResult, readResult } from './idempotency.store.ts'

export interface Retry {
  member: string
  key: string
  route: string
  /** The request's body and parameters, canonical enough to be compared. */
  request: string
}

export type Claim = { first: true; keep(result: Buffer): Promise<void> } | { first: false; result: Buffer }

export type CompartmentOpener = (tx: Transaction, compartment: string) => Promise<CompartmentKey | null>

/** Patients whose records are restricted to others than who asks. */
export type HiddenFrom = (tx: Transaction) => Promise<ReadonlySet<string>>

export async function claimRetry(
  tx: Transaction,
  keys: PracticeKeys,
  { vault, openCompartment, hiddenFrom }: { vault: Vault; openCompartment: CompartmentOpener; hiddenFrom: HiddenFrom },
  retry: Retry,
): Promise<Claim> {
  if (!/^[\x21-\x7e]{8,128}$/.test(retry.key)) {
    throw new AppError('input.invalid', [{ path: 'Idempotency-Key', message: 'Use 8 to 128 visible characters.' }])
  }
  // Keyed: a plain hash of a small request could be guessed, and of a key that somebody made up.
  const keyHash = vault.searchToken(keys.token, 'retry-key', retry.key)
  const requestHash = vault.searchToken(keys.token, 'request', `${retry.route}\n${retry.request}`)
  const place = {
    table: 'candour.idempotency',
    field: 'sealed',
    record: `${retry.member}/${keyHash.toString('hex')}`,
    revision: 1,
    schema: 1,
  }
  // A second one waits here until the first has committed or is gone.
  if (await claimKey(tx, retry.member, keyHash, retry.route, requestHash)) {
    return {
      first: true,
      async keep(result) {
        const [about] = tx.written.size === 1 ? tx.written : tx.touched.size === 1 ? tx.touched : []
        const key = (about === undefined ? null : await openCompartment(tx, about)) ?? keys.record
        keepResult(tx, retry.member, keyHash, key.compartment, vault.seal(key, place, result))
      },
    }
  }
  const kept = await readResult(tx, retry.member, keyHash)
  if (kept === null || kept.sealed === null || !kept.request_hash.equals(requestHash)) {
    throw new AppError('request.repeated_differently')
  }
  const key = await openCompartment(tx, kept.compartment!)
  if (key === null) throw new AppError('request.repeated_differently')
  const result = vault.open(key, place, kept.sealed)
  // A list that was answered before somebody in it was restricted is not answered again.
  for (const patient of await hiddenFrom(tx))
    if (result.includes(patient)) throw new AppError('request.repeated_differently')
  return { first: false, result }
}
