import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { SpaceOf } from '../../platform/space-of.ts'
import type { Vault } from '../../platform/vault/vault.ts'

/** What every check is given; the same for each of them. */
export interface CheckParts {
  /** The roles, each with what it may see. */
  database: Pick<Database, 'gate' | 'jobs' | 'sequencer' | 'inPractice'>
  vault: Vault
  blobs: BlobStore
  clock: Clock
  config: Pick<Config, 'data' | 'blobs' | 'keys' | 'tls' | 'trustedProxies' | 'origins' | 'mailServer' | 'database'>
  /** Where this process listens, for example `https://127.0.0.1:3000`. */
  address: string
  spaceOf: SpaceOf
}

export interface CheckPlace extends CheckParts {
  now: Date
  /** Facts of its last finding here, as they were kept. */
  before: Record<string, string | number> | null
  /** How many practices there are: work that is shared among them is bounded by it. */
  practices: number
  /** Another practice than the one that is looked at, not always the same; null where there is none. */
  another: string | null
  /** Somebody wants it looked at now. */
  asked: boolean
  /** Set once nobody waits for the finding any more. */
  signal: AbortSignal
  /** What it did in the practice (an alarm, say) gets its entry, also where the state stays as it was. */
  enter(): void
  /** The transaction of the practice; null for a check of the installation. */
  within: Within | null
}

/** The practice that a check looks at. TypeError for a check of the installation. */
export function insideOf({ within }: Pick<CheckPlace, 'within'>): Within {
  if (within === null) throw new TypeError('this check is of the installation, and in no practice')
  return within
}
