/** Reading patients. Every read of a record leaves an entry, so answers are kept until an event changes them. */
import { useQuery } from '@tanstack/react-query'
import { showAge, showDate } from '@candour/contract/formatting.ts'
import { patientRoutes, type PatientCard } from '@candour/contract/patients.ts'
import { call } from '../../api/client.ts'
import { keepAnswer } from '../../api/refresh.ts'

export function patientQuery(id: string) {
  return { queryKey: ['patient', id], queryFn: () => call(patientRoutes.read, { id }) }
}

export function usePatient(id: string, enabled = true) {
  return useQuery({ ...patientQuery(id), enabled })
}

const recent = { queryKey: ['recent-patients'], staleTime: 0, queryFn: () => call(patientRoutes.recent, {}) }

export function useRecentPatients() {
  return useQuery({ ...recent, select: ({ patients }) => patients })
}

/** Undefined until the answer is there. */
export function useAnyPatient() {
  return useQuery({ ...recent, select: ({ anyRegistered }) => anyRegistered }).data
}

export function patientChanged(patient: PatientCard) {
  keepAnswer(['patient', patient.id], patient)
}

export const sexWords: Record<PatientCard['sex'], string> = {
  female: 'Female',
  male: 'Male',
  other: 'Other',
  unknown: 'Unknown',
  not_recorded: 'Not recorded',
}

/** `04-Mar-1957 (69y)`; the age at death for those who died. */
export function bornWithAge(birthDate: string, diedAt: string | null = null): string {
  if (birthDate === '') return 'Not recorded'
  return `${showDate(birthDate)} (${showAge(birthDate, diedAt === null ? new Date() : new Date(diedAt))})`
}
