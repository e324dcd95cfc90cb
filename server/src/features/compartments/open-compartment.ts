import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey, CompartmentKind } from '../../platform/vault/vault.ts'
import { listShares, readCompartment, type CompartmentRow } from './compartments.store.ts'

type Opening = Pick<Within, 'tx' | 'vault'>

/**
 * Opens a compartment's key. Whoever opens a patient's compartment, or one that patients own together, is in the access
 * log of each by that alone. Null when the practice has no such compartment; throws `resource.gone` when its key, or that
 * of every owner, was destroyed.
 */
export async function openCompartment(within: Opening, compartment: string): Promise<CompartmentKey | null> {
  const row = await readCompartment(within.tx, compartment)
  return row === null ? null : openCompartmentRow(within, compartment, row)
}

/** The same with the compartment's row, for whoever read it together with what lies in it. */
export async function openCompartmentRow(
  within: Opening,
  compartment: string,
  row: CompartmentRow,
): Promise<CompartmentKey> {
  const { tx, vault } = within
  const { kind, wrapped, practice_key_version: practiceKeyVersion } = row
  if (row.destroyed_at !== null) throw new AppError('resource.gone')
  if (wrapped === null) return openHeld(within, compartment, kind)
  if (kind === 'patient') tx.touched.add(compartment)
  return vault.openCompartment({ practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion })
}

async function openHeld({ tx, vault }: Opening, compartment: string, kind: CompartmentKind): Promise<CompartmentKey> {
  const [first, ...others] = await listShares(tx, compartment)
  if (first === undefined) throw new AppError('resource.gone')
  for (const { owner } of [first, ...others]) tx.touched.add(owner)
  const { practice } = tx
  const { owner, share, practice_key_version: practiceKeyVersion, ...wrapped } = first
  const key = await vault.openCompartment({ practice, compartment: owner, practiceKeyVersion, ...wrapped })
  return vault.unwrapBy(key, { practice, compartment, kind, wrapped: share })
}
