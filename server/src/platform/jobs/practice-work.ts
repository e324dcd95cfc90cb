/** Promise: what Candour does by itself in a practice is entered into that practice's ledger, like a person's act. */
import type { PracticeKeySource } from '../access/practice-keys.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Within } from '../http/endpoint.ts'
import { cameToPass, sealEntry } from '../ledger/entry.ts'
import { insertEntry } from '../ledger/ledger.store.ts'
import type { Vault } from '../vault/vault.ts'

export interface WorkParts {
  database: Database
  vault: Vault
  keysOf: PracticeKeySource
  clock: Clock
}

/**
 * Runs `act` inside the practice, with its entry under `job`; null from `act` means that there was nothing to do.
 * @param facts numbers and states for the entry, never names; `act` may add to them
 */
export type PracticeWork = <T>(
  practice: string,
  job: string,
  act: (within: Within) => Promise<T | null>,
  /** Numbers and states for the entry, of what it came to; never names. */
  factsOf?: (did: T) => Record<string, string | number>,
) => Promise<T | null>

export function practiceWork({ database, vault, keysOf, clock }: WorkParts): PracticeWork {
  return (practice, job, act, factsOf) =>
    database.inPractice(practice, async (tx) => {
      tx.asker = { kind: 'candour' }
      const keys = await keysOf(tx)
      const did = await act({ tx, vault, keys, now: clock.now() })
      if (did === null) return null
      const actor = { kind: 'job', practice, job } as const
      const entry = sealEntry(vault, keys, {
        actor,
        verb: job,
        outcome: 'changed',
        subjects: tx.touched,
        detail: { ...cameToPass(tx), ...(factsOf === undefined ? {} : { facts: factsOf(did) }) },
      })
      insertEntry(tx, entry)
      return did
    })
}
