/** What Candour does by itself in the practices: at the hour, every day, and when a job's time has come. */
import type { Config, DatabaseConnection } from './platform/config.ts'
import type { Database } from './platform/database/database.ts'
import type { BlobStore } from './platform/blobs/blob-store.ts'
import type { Clock } from './platform/clock.ts'
import type { JobOptions } from './platform/jobs/jobs.ts'
import type { PracticeWork } from './platform/jobs/practice-work.ts'
import type { PublishedFile } from './platform/ledger/published.ts'
import type { Log } from './platform/log.ts'
import type { Vault } from './platform/vault/vault.ts'
import { tidyGate } from './features/accounts/tidy-gate.ts'
import { dailyCheckpoints } from './features/checkpoints/daily-checkpoints.ts'
import { foldAsJob } from './features/directory/fold-directory.ts'
import { foldDirectories } from './features/directory/fold-directories.ts'
import { emptyBin } from './features/drafts/empty-bin.ts'
import { remindAllOfEvidence } from './features/evidence/remind-of-evidence.ts'
import { tidyChallenges } from './features/factors/challenge.ts'
import { collectLeftovers } from './features/files/collect-leftovers.ts'
import { remindOfIncident } from './features/incidents/remind-of-incident.ts'
import { incidentJob } from './features/incidents/wind-clocks.ts'
import { rotateCredentials } from './features/keys/rotate-credentials.ts'
import { mails } from './features/mails/mails.store.ts'
import { remindOfTrial } from './features/practices/remind-of-trial.ts'
import { evidenceSentences } from './features/promises/registry/registry.ts'
import { tidyRecoveries } from './features/recoveries/tidy-recoveries.ts'
import { removePast } from './features/retention/remove-past.ts'
import { remindAllOfReviews } from './features/reviews/remind-of-review.ts'
import { tidySupport } from './features/support/tidy-support.ts'
import { expireRefused, expireTransfers } from './features/transfers/expire-transfers.ts'

interface Parts {
  config: Config
  /** Of the database's owner. */
  connection: DatabaseConnection
  database: Database
  vault: Vault
  blobs: BlobStore
  clock: Clock
  log: Log
  work: PracticeWork
  published: PublishedFile
  signsByItself: boolean
}

export function rounds(parts: Parts): Pick<JobOptions, 'jobs' | 'tidies' | 'errands'> {
  const { config, connection, database, vault, blobs, clock, log, work, published, signsByItself } = parts
  const { gate, jobs } = database
  const publicOrigin = config.origins[0]
  const rotate = () =>
    rotateCredentials(
      {
        database,
        vault,
        work,
        log,
        keysDirectory: config.keys,
        by: 'Candour',
        owner: connection,
        ownerPasswordFile: config.database.kind === 'embedded' ? config.database.passwordFile : null,
      },
      // How old a key is does not hang on the clock that a test moves.
      new Date(),
    )
  return {
    jobs: {
      'trial.remind': remindOfTrial,
      'directory.fold': foldAsJob,
      [incidentJob]: remindOfIncident(publicOrigin),
    },
    tidies: [
      () => tidyGate(gate),
      () => tidyChallenges(gate),
      () => tidyRecoveries(gate),
      () => tidySupport(gate),
      () => emptyBin(jobs, work),
      () => foldDirectories(jobs, work),
      () => expireTransfers(blobs, jobs, work),
      () => mails.tidy(jobs),
      () => expireRefused(jobs, work),
      rotate,
    ],
    errands: [
      () => collectLeftovers(blobs, jobs, work, clock.now()),
      () => remindAllOfReviews(gate, work, log),
      () => (signsByItself ? dailyCheckpoints(work, { gate, published }, log) : Promise.resolve()),
      () => remindAllOfEvidence(gate, work, log, { sentences: evidenceSentences, publicOrigin }),
      () => removePast(jobs, work),
      rotate,
    ],
  }
}
