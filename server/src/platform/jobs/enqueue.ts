/** Promise: no job without its change, no change without its job; what a job is about is sealed. */
import type { PracticeKeys } from '../access/practice-keys.ts'
import type { Transaction } from '../database/transaction.ts'
import { newId } from '../vault/ids.ts'
import type { Vault } from '../vault/vault.ts'
import { jobRows } from './jobs.store.ts'

export interface NewJob {
  name: string
  runAt: Date
  payload: object
}

export function jobPlace(job: string) {
  return { table: 'candour.job', field: 'sealed', record: job, revision: 1, schema: 1 }
}

export async function enqueue(
  { tx, vault, keys }: { tx: Transaction; vault: Vault; keys: PracticeKeys },
  job: NewJob,
): Promise<void> {
  const id = newId()
  const sealed = vault.seal(keys.record, jobPlace(id), Buffer.from(JSON.stringify(job.payload)))
  await jobRows.insert(tx, id, job.name, job.runAt, sealed)
}
