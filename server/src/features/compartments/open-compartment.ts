import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readCompartment } from './compartments.store.ts'
import { HiddenRecord } from './hidden-record.ts'
import { openWrapped } from './open-wrapped.ts'

type Opening = Pick<Within, 'tx' | 'vault'>

/**
 * Opens a compartment's key. Whoever opens a patient's compartment, or one that patients own together, is in the access
 * log of each by that alone. Null when the practice has no such compartment, and just the same for what is restricted to
 * others; throws `resource.gone` when its key, or that of every owner, was destroyed.
 */
export async function openCompartment(within: Opening, compartment: string): Promise<CompartmentKey | null> {
  const opened = await openUnlessHidden(within, compartment)
  return opened === 'hidden' ? null : opened
}

/** The same for lists, which leave out what is restricted to others. */
export async function openUnlessHidden(
  within: Opening,
  compartment: string,
): Promise<CompartmentKey | null | 'hidden'> {
  const row = await readCompartment(within.tx, compartment)
  try {
    return row === null ? null : await openWrapped(within, { compartment, ...row })
  } catch (error) {
    if (error instanceof HiddenRecord) return 'hidden'
    throw error
  }
}
