import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { resourceId } from '../resources/resource-id.ts'
import { evidences, type OwnerRow } from './evidence.store.ts'

/** What is sealed of who sees to the evidence of a promise. */
export interface OwnerFacts {
  promise: string
  member: string
  by: string
  at: string
  /** What they were reminded of last: the evidence and the day, so that each is said once. */
  reminded: string | null
}

export interface NamedOwner {
  facts: OwnerFacts
  chasedAt: Date | null
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place(owner: string, revision: number) {
  return { table: 'candour.evidence_owner', field: 'sealed', record: owner, revision, schema: 1 }
}

const idOf = (keys: Keys, promise: string) => resourceId(keys, 'EvidenceOwner', promise)

function openOwner(
  { vault, keys }: Keys,
  { owner, chased_at: chasedAt, revision, sealed, mark }: OwnerRow,
): NamedOwner {
  if (sealed === null || revision === null || !digest(sealed).equals(mark))
    throw new SealBroken('payload', `EvidenceOwner/${owner}`)
  const facts = JSON.parse(vault.open(keys.record, place(owner, revision), sealed).toString()) as OwnerFacts
  return { facts, chasedAt }
}

/** By promise. One that was altered outside Candour counts as not named. */
export async function openOwners(within: Keys): Promise<Map<string, NamedOwner>> {
  const rows = await evidences.owners(within.tx)
  return new Map(
    rows.flatMap((row) => {
      try {
        const opened = openOwner(within, row)
        return [[opened.facts.promise, opened] as const]
      } catch (error) {
        if (error instanceof SealBroken) return []
        throw error
      }
    }),
  )
}

/** Throws `record.changed_meanwhile`. */
export async function keepOwner(within: Keys, facts: OwnerFacts, chasedAt: Date | null): Promise<void> {
  const { tx, vault, keys } = within
  const id = idOf(within, facts.promise)
  const before = (await evidences.owners(tx)).find(({ owner }) => owner === id)
  const revision = (before?.version ?? 0) + 1
  const sealed = vault.seal(keys.record, place(id, revision), Buffer.from(JSON.stringify(facts)))
  const row = { sealed, hash: digest(sealed), compartment: keys.record.compartment, chasedAt }
  await evidences.name(tx, id, revision, row)
}
