import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey, CompartmentKind } from '../../platform/vault/vault.ts'

/** A compartment's columns, as they were read together with something that lies in it. */
export interface WrappedColumns {
  compartment: string
  kind: CompartmentKind
  practice_key_version: number
  wrapped: Buffer | null
}

/** Opens the key and puts a patient's compartment on the entry. Throws `resource.gone` when the key was destroyed. */
export async function openWrapped(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  { compartment, kind, practice_key_version: practiceKeyVersion, wrapped }: WrappedColumns,
): Promise<CompartmentKey> {
  if (wrapped === null) throw new AppError('resource.gone')
  if (kind === 'patient') tx.touched.add(compartment)
  return vault.openCompartment({ practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion })
}
