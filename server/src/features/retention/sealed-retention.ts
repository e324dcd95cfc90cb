import { graceDays, leastYears } from '@candour/contract/retention.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { retentions } from './retention.store.ts'

/** What is sealed of a practice's decision. */
export interface RetentionFacts {
  keepYears: number | null
  reason: string
  by: string
  at: string
}

interface OpenedRetention {
  revision: number
  lookedTo: number
  /** Null as long as the practice decided nothing: then all is kept. */
  facts: RetentionFacts | null
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place(practice: string, revision: number) {
  return { table: 'candour.retention', field: 'sealed', record: practice, revision, schema: 1 }
}

/** With the hash by which it is marked. */
export function sealRetention({ tx, vault, keys }: Keys, revision: number, facts: RetentionFacts) {
  const sealed = vault.seal(keys.record, place(tx.practice, revision), Buffer.from(JSON.stringify(facts)))
  return { revision, sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

/** SealBroken when it is not what Candour sealed and the ledger marked last (P33): then nothing goes. */
export async function openRetention({ tx, vault, keys }: Keys): Promise<OpenedRetention> {
  const { revision, looked_to: lookedTo, sealed, mark } = await retentions.read(tx)
  if (sealed === null && mark === null) return { revision: 0, lookedTo: 0, facts: null }
  const isWhole = sealed !== null && revision !== null && mark !== null && digest(sealed).equals(mark)
  if (!isWhole) throw new SealBroken('payload', `Retention/${tx.practice}`)
  const facts = JSON.parse(vault.open(keys.record, place(tx.practice, revision), sealed).toString()) as RetentionFacts
  return { revision, lookedTo: lookedTo ?? 0, facts }
}

/** From when on details go by it; null where none does. */
export function effectiveAt({ keepYears, at }: RetentionFacts): Date | null {
  return keepYears === null ? null : new Date(Date.parse(at) + graceDays * 86_400_000)
}

/** What is older goes; never anything younger than the least, whatever was sealed. */
export function cutOff(keepYears: number, now: Date): Date {
  const cut = new Date(now)
  cut.setUTCFullYear(cut.getUTCFullYear() - Math.max(keepYears, leastYears))
  return cut
}
