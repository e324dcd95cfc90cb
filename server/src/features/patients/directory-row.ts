import type { PatientCard, PatientMatch } from '@candour/contract/patients.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { DirectoryRow } from './patients.store.ts'

/** What the finder knows of a patient: identity alone. */
export type Listed = Omit<PatientMatch, 'reason'>

function place(patient: string, revision: number) {
  return { table: 'candour.directory', field: 'sealed', record: patient, revision, schema: 1 }
}

export function sealDirectoryRow(
  { vault, keys }: Pick<Within, 'vault' | 'keys'>,
  patient: string,
  revision: number,
  identity: Omit<PatientCard, 'id' | 'version' | 'allergies'> | null,
): Buffer {
  if (identity === null) return vault.seal(keys.directory, place(patient, revision), Buffer.from('null'))
  const { family, given, title, birthDate, sex, nhsNumber, phone, address } = identity
  const listed: Listed = {
    id: patient,
    family,
    given,
    title,
    birthDate,
    sex,
    nhsNumber,
    phone,
    postcode: address?.postcode ?? null,
  }
  return vault.seal(keys.directory, place(patient, revision), Buffer.from(JSON.stringify(listed)))
}

/** Null for a patient who was deleted. */
export function openDirectoryRow(
  { vault, keys }: Pick<Within, 'vault' | 'keys'>,
  { patient, revision, sealed }: DirectoryRow,
): Listed | null {
  return JSON.parse(vault.open(keys.directory, place(patient, revision), sealed).toString()) as Listed | null
}
