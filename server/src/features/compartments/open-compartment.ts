import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readCompartment } from './compartments.store.ts'
import { openWrapped } from './open-wrapped.ts'

/**
 * Opens a compartment's key. Whoever opens a patient's compartment, or one that patients own together, is in the access
 * log of each by that alone. Null when the practice has no such compartment; throws `resource.gone` when its key, or that
 * of every owner, was destroyed.
 */
export async function openCompartment(
  within: Pick<Within, 'tx' | 'vault'>,
  compartment: string,
): Promise<CompartmentKey | null> {
  const row = await readCompartment(within.tx, compartment)
  return row === null ? null : openWrapped(within, { compartment, ...row })
}
