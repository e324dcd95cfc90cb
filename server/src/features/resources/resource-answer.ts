import type { BytesOutcome } from '../../platform/http/endpoint.ts'

export interface AnsweredResource {
  type: string
  fhirId: string
  version: number
  lastUpdated: Date
  bytes: Buffer
}

/** A resource as FHIR answers it: its bytes, ETag, Last-Modified; Location for one that is new. */
export function resourceAnswer(
  { type, fhirId, version, lastUpdated, bytes }: AnsweredResource,
  status = 200,
): BytesOutcome {
  return {
    status,
    headers: {
      'content-type': 'application/fhir+json; charset=utf-8',
      etag: `W/"${version}"`,
      'last-modified': lastUpdated.toUTCString(),
      ...(status === 201 ? { location: `/fhir/R4/${type}/${fhirId}/_history/${version}` } : {}),
    },
    body: bytes,
    subjects: [],
  }
}
