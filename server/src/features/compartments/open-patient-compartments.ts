import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readPatientCompartments } from './compartments.store.ts'
import { openWrapped } from './open-wrapped.ts'

/**
 * The keys of patients by their internal ids, in one statement; `gone` for one whose key was destroyed. Who is no patient
 * of the practice is not among them. As with one: whoever opens a patient's compartment is in its access log.
 */
export async function openPatientCompartments(
  within: Pick<Within, 'tx' | 'vault'>,
  patients: readonly string[],
): Promise<Map<string, CompartmentKey | 'gone'>> {
  if (patients.length === 0) return new Map()
  const rows = await readPatientCompartments(within.tx, patients)
  const opened = rows.map(async (row): Promise<[string, CompartmentKey | 'gone']> => [
    row.compartment,
    row.destroyed_at === null ? await openWrapped(within, row) : 'gone',
  ])
  return new Map(await Promise.all(opened))
}
