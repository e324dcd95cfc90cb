import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import type { DeltaRow } from './directory.store.ts'
import type { Person } from './person.ts'

function place(patient: string, revision: number) {
  return { table: 'candour.directory', field: 'sealed', record: patient, revision, schema: 1 }
}

export function sealDelta(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  revision: number,
  person: Person,
): Buffer {
  return vault.seal(key, place(person.id, revision), Buffer.from(JSON.stringify(person)))
}

/** Null for a patient who is gone. */
export function openDelta(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  { patient, revision, sealed }: DeltaRow,
): Person | null {
  if (sealed === null) return null
  const person = JSON.parse(vault.open(key, place(patient, revision), sealed).toString()) as Person
  // Rows of the version before hold no email.
  return { ...person, email: person.email ?? null }
}
