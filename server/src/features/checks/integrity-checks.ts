import { installationKeyHealth, practiceKeyHealth } from '../keys/key-health.ts'
import { certificate } from './certificate.ts'
import type { Check } from './check.ts'
import { clockDrift } from './clock-drift.ts'
import { diskSpace } from './disk-space.ts'
import { queues } from './queues.ts'
import { scrubber } from './scrubber.ts'

/** What this step watches; others add theirs where all is put together. */
export const integrityChecks: readonly Check[] = [
  scrubber,
  practiceKeyHealth,
  installationKeyHealth,
  certificate,
  clockDrift,
  diskSpace,
  queues,
]
