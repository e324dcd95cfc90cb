import { checkResource, type Problem } from './check-resource.ts'
import { factsOf, type ResourceFacts } from './resource-facts.ts'

/** Sent to the second process. */
export interface CheckTask {
  /** The type that it must be; null: any. */
  type: string | null
  bytes: Uint8Array
  now: Date
}

export type Checked = { facts: ResourceFacts } | { problems: Problem[] }

/** Checks a resource as it came and says what has to be known to keep it. Never throws. */
export function checkWhole(type: string | null, bytes: Buffer, now: Date): Checked {
  const checked = checkResource(type, bytes)
  return 'problems' in checked ? checked : { facts: factsOf(checked.resource, bytes, now) }
}
