import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { readPatientCompartments } from './compartments.store.ts'
import { HiddenRecord } from './hidden-record.ts'
import { openWrapped, type WrappedColumns } from './open-wrapped.ts'

/**
 * The keys of patients by their internal ids, in one statement; `gone` for one whose key was destroyed. Who is no patient
 * of the practice, or is restricted to others, is not among them. As with one: whoever opens a patient's compartment is in its access log.
 */
export async function openPatientCompartments(
  within: Pick<Within, 'tx' | 'vault'>,
  patients: readonly string[],
): Promise<Map<string, CompartmentKey | 'gone'>> {
  if (patients.length === 0) return new Map()
  const rows = await readPatientCompartments(within.tx, patients)
  const opened = await Promise.all(rows.map(async (row) => [row.compartment, await openOne(within, row)] as const))
  return new Map(opened.flatMap(([patient, key]) => (key === null ? [] : [[patient, key]])))
}

async function openOne(
  within: Pick<Within, 'tx' | 'vault'>,
  row: WrappedColumns,
): Promise<CompartmentKey | 'gone' | null> {
  try {
    return await openWrapped(within, row)
  } catch (error) {
    if (error instanceof HiddenRecord) return null
    if (error instanceof AppError && error.code === 'resource.gone') return 'gone'
    throw error
  }
}
