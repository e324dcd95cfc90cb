/** By what a patient is found: columns and their indexes, by prefix, spelling and sound as Candour's finder does. */
import { AppError } from '../../server/src/platform/app-error.ts'
import { statement } from '../../server/src/platform/database/statement.ts'
import type { Transaction } from '../../server/src/platform/database/transaction.ts'
import { soundOf } from '../../server/src/features/directory/sound-of.ts'
import { identityOf } from '../../server/src/features/patients/patient-fhir.ts'
import type { FhirResource } from '../../server/src/features/resources/check-resource.ts'

const upsert = statement(
  'twin-patient',
  `insert into public.patient (practice, patient, family, given, title, birth_date, sex, nhs_number, phone, email, postcode,
     folded_family, folded_given, sounds) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
   on conflict (practice, patient) do update set family = excluded.family, given = excluded.given, title = excluded.title,
     birth_date = excluded.birth_date, sex = excluded.sex, nhs_number = excluded.nhs_number, phone = excluded.phone,
     email = excluded.email, postcode = excluded.postcode, folded_family = excluded.folded_family,
     folded_given = excluded.folded_given, sounds = excluded.sounds`,
)

export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Throws `patient.nhs_number_taken`. */
export function indexPatient(tx: Transaction, patient: string, resource: FhirResource): void {
  const { family, given, title, birthDate, sex, nhsNumber, phone, email, address } = identityOf(resource)
  const folded = [fold(family), fold(given)] as const
  const sounds = folded.flatMap((text) => text.split(' ').map((word) => soundOf(word)))
  const columns = [family, given, title, birthDate, sex, nhsNumber, phone, email, address?.postcode ?? null]
  tx.send(upsert, [tx.practice, patient, ...columns, ...folded, sounds], (error) =>
    (error as { code?: string }).code === '23505' ? new AppError('patient.nhs_number_taken') : error,
  )
}
