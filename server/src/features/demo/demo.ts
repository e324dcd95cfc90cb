import type { PracticeKind } from '@candour/contract/practices.ts'
import type { Level } from '@candour/contract/permissions.ts'
import type { FhirResource } from '../resources/check-resource.ts'

export interface DemoAsked {
  kind: PracticeKind
  /** The same one makes the same practice, to the byte. */
  seed: string
  patients: number
  /** The London day on which the history ends, YYYY-MM-DD. */
  today: string
}

export interface DemoMember {
  id: string
  /** As it stands on a note: `Dr Amara Okonkwo`. */
  name: string
  role: string
  email: string
  level: Exclude<Level, 0>
}

export interface DemoFile {
  /** That of the DocumentReference that describes it. */
  id: string
  title: string
  mediaType: 'image/png' | 'application/pdf'
  /** Drawn when asked for: the same each time. */
  bytes(): Buffer
}

export interface DemoPatient {
  id: string
  /** FHIR R4, the Patient first; what is referred to stands before what refers to it. */
  resources: FhirResource[]
  files: DemoFile[]
}

export interface DemoPractice {
  practice: { kind: PracticeKind; name: string; town: string }
  staff: DemoMember[]
  /** Made one by one while they are taken. */
  records: Iterable<DemoPatient>
}
