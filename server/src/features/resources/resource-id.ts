import type { Within } from '../../platform/http/endpoint.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A FHIR id: https://hl7.org/fhir/R4/datatypes.html#id */
export function isFhirId(text: string): boolean {
  return /^[A-Za-z0-9\-.]{1,64}$/.test(text)
}

/**
 * The internal id of a FHIR id. A UUID names nobody and stands for itself. Any other may be an NHS number: the database
 * gets a token of it (HMAC, 128 bits, as a UUIDv8), the id itself is sealed in the resource.
 */
export function resourceId({ vault, keys }: Pick<Within, 'vault' | 'keys'>, type: string, fhirId: string): string {
  if (uuid.test(fhirId)) return fhirId
  const bytes = vault.searchToken(keys.token, 'fhir-id', `${type}/${fhirId}`)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
