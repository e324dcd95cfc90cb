import type { FhirResource } from '../resources/check-resource.ts'

export interface FileToDescribe {
  id: string
  patient: string
  name: string
  mediaType: string
  size: number
  author: { member: string; name: string }
  at: Date
}

/** An uploaded file's facts as FHIR: https://hl7.org/fhir/R4/documentreference.html. The bytes are at the attachment's url. */
export function toDocumentReference({ id, patient, name, mediaType, size, author, at }: FileToDescribe): FhirResource {
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    docStatus: 'final',
    subject: { reference: `Patient/${patient}` },
    date: at.toISOString(),
    author: [
      {
        type: 'Practitioner',
        identifier: { system: 'urn:candour:member', value: author.member },
        display: author.name,
      },
    ],
    description: name,
    content: [
      {
        attachment: {
          contentType: mediaType,
          url: `/api/files/${id}/content`,
          size,
          title: name,
          creation: at.toISOString(),
        },
      },
    ],
  }
}
