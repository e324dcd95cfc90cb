/** Promise: what Candour does by itself in a practice is entered into that practice's ledger, like a person's act. */
import type { PracticeKeySource } from '../access/practice-keys.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Within } from '../http/endpoint.ts'
import { sealEntry } from '../ledger/entry.ts'
import { insertEntry } from '../ledger/ledger.store.ts'
import type { Vault } from '../vault/vault.ts'

export interface WorkParts {
  database: Database
  vault: Vault
  keysOf: PracticeKeySource
  clock: Clock
}

/** Runs `act` inside the practice, with its entry under `job`; null from `act` means that there was nothing to do. */
export type PracticeWork = <T>(
  practice: string,
  job: string,
  act: (within: Within) => Promise<T | null>,
) => Promise<T | null>

export function practiceWork({ database, vault, keysOf, clock }: WorkParts): PracticeWork {
  return (practice, job, act) =>
    database.inPractice(practice, async (tx) => {
      const keys = await keysOf(tx)
      const did = await act({ tx, vault, keys, now: clock.now() })
      if (did === null) return null
      const actor = { kind: 'job', practice, job } as const
      const entry = sealEntry(vault, keys, {
        actor,
        verb: job,
        outcome: 'changed',
        subjects: tx.touched,
        detail: tx.records.length === 0 ? {} : { touched: tx.records },
      })
      insertEntry(tx, entry)
      return did
    })
}
