import { stampBytes, stampPlaces, type Stamp } from './stamp-places.ts'

/**
 * The received bytes with `id`, `meta.versionId` and `meta.lastUpdated` put in; every other byte stays as it came.
 * @param bytes valid JSON, an object with `resourceType`
 */
export function spliceMeta(bytes: Buffer, stamp: Stamp): Buffer {
  return stampBytes(bytes, stampPlaces(bytes), stamp)
}
