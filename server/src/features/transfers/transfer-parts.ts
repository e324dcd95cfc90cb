import type { Transaction } from '../../platform/database/transaction.ts'
import type { CompartmentKey, Vault } from '../../platform/vault/vault.ts'
import { partPlace } from './transfer-facts.ts'
import { transfers, type PartKind, type TransferRow } from './transfers.store.ts'

export type { PartKind, TransferRow } from './transfers.store.ts'

interface With {
  tx: Transaction
  vault: Vault
}

/** Keeps a piece of what is found on the way, under the key that the caller chose. */
export async function putPart(
  { tx, vault }: With,
  { transfer, step }: TransferRow,
  { part, kind, key, plain }: { part: string; kind: PartKind; key: CompartmentKey; plain: Buffer },
): Promise<void> {
  await transfers.addPart(tx, transfer, { part, kind, step, sealed: vault.seal(key, partPlace(transfer, part), plain) })
}

/** The pieces of one kind and step, in the order in which they were kept. */
export async function partsOf(
  { tx, vault }: With,
  { transfer }: TransferRow,
  { kind, key, step }: { kind: PartKind; key: CompartmentKey; step: TransferRow['step'] },
): Promise<Buffer[]> {
  const rows = await transfers.parts(tx, transfer, kind, step)
  return rows.map(({ part, sealed }) => vault.open(key, partPlace(transfer, part), sealed))
}

/** What a step has left goes: it is made anew. */
export async function dropStepParts({ tx }: Pick<With, 'tx'>, { transfer }: TransferRow, step: TransferRow['step']) {
  await transfers.dropStep(tx, transfer, step)
}

/** Nobody else changes it until this transaction ends; null when there is no such transfer. */
export function lockTransfer(tx: Transaction, transfer: string): Promise<TransferRow | null> {
  return transfers.lock(tx, transfer)
}
