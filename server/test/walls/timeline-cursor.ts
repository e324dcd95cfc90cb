import type { House } from './house.ts'
import { inPractice } from './practice-keys.ts'

/** A cursor as `patient.timeline` seals it, for a timeline that is shorter than a page. */
export function sealTimelineCursor({ candour, practice, patient }: House, start: number): Promise<string> {
  const place = { table: 'timeline', field: 'cursor', record: patient.id, revision: 1, schema: 1 }
  return inPractice(candour, practice, async ({ vault, keys }) =>
    vault.seal(keys.record, place, Buffer.from(String(start))).toString('base64url'),
  )
}
