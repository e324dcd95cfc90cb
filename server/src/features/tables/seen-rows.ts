import { digest } from '../../platform/vault/digest.ts'
import { foldName } from '../patients/normalise.ts'
import type { RowPatient } from './patient-of-row.ts'
import { identityOf } from '../patients/patient-fhir.ts'

/** The rows before this one, by what tells people apart; of 100,000 rows, some 15 MB. */
export interface SeenRows {
  /** The line of an earlier row that is this patient, and how that is told; null when there is none. */
  same(row: RowPatient): { line: number; by: string } | null
  /** The line of an earlier row with the same surname and birth date; null when there is none. */
  alike(row: RowPatient): number | null
  add(row: RowPatient, line: number): void
}

export function seenRows(): SeenRows {
  const lines = new Map<number, number>()
  return {
    same(row) {
      const { fhirId, nhsNumber } = facetsOf(row)
      const byId = lines.get(fhirId)
      if (byId !== undefined) return { line: byId, by: row.externalId === '' ? 'patient' : 'number in the old system' }
      const byNumber = nhsNumber === null ? undefined : lines.get(nhsNumber)
      return byNumber === undefined ? null : { line: byNumber, by: 'NHS number' }
    },
    alike(row) {
      const { born } = facetsOf(row)
      return born === null ? null : (lines.get(born) ?? null)
    },
    add(row, line) {
      for (const facet of Object.values(facetsOf(row))) if (facet !== null && !lines.has(facet)) lines.set(facet, line)
    },
  }
}

function facetsOf({ fhirId, resource }: RowPatient) {
  const { nhsNumber, family, birthDate } = identityOf(resource)
  return {
    fhirId: short('id', fhirId),
    nhsNumber: nhsNumber === null ? null : short('nhs', nhsNumber),
    born: birthDate === '' ? null : short('born', `${foldName(family)}|${birthDate}`),
  }
}

/** 48 bits: two of 100,000 rows fall together by chance once in 30,000 tables. */
function short(kind: string, value: string): number {
  return digest(Buffer.from(`${kind} ${value}`)).readUIntBE(0, 6)
}
