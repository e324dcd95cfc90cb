import { digest } from '../../platform/vault/digest.ts'

/**
 * An id for a resource that comes without one, the same each time that it comes: a UUIDv8 (RFC 9562, section 5.8) of the
 * practice and its `fullUrl`, or where it has none, of the practice and its bytes.
 */
export function deriveId(practice: string, fullUrl: string | null, bytes: Buffer): string {
  const named = fullUrl === null ? bytes : Buffer.from(fullUrl)
  const hash = digest(Buffer.concat([Buffer.from(`candour/import-id/1 ${practice} ${fullUrl === null} `), named]))
  hash[6] = (hash[6]! & 0x0f) | 0x80
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
