import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey, CompartmentKind } from '../../platform/vault/vault.ts'
import { listShares, type CompartmentRow } from './compartments.store.ts'

type Opening = Pick<Within, 'tx' | 'vault'>

/** A compartment's columns, as they were read together with something that lies in it. */
export interface WrappedColumns extends CompartmentRow {
  compartment: string
}

/**
 * Opens the key, and puts the patients whose compartment it is on the entry. Throws `resource.gone` when the key, or that
 * of every owner, was destroyed.
 */
export async function openWrapped(within: Opening, columns: WrappedColumns): Promise<CompartmentKey> {
  const { tx, vault } = within
  const { compartment, kind, practice_key_version: practiceKeyVersion, wrapped } = columns
  if (columns.destroyed_at !== null) throw new AppError('resource.gone')
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
