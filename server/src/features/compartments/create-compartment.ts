import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey, CompartmentKind } from '../../platform/vault/vault.ts'
import { insertCompartment } from './compartments.store.ts'

/** A new compartment with a key of its own. A patient's compartment has the patient's id. */
export async function createCompartment(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  kind: CompartmentKind,
  compartment: string = newId(),
): Promise<CompartmentKey> {
  const { wrapped, key } = await vault.newCompartment(tx.practice, compartment, kind)
  insertCompartment(tx, wrapped)
  if (kind === 'patient') {
    tx.touched.add(compartment)
    tx.made.add(compartment)
  }
  return key
}
