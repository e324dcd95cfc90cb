/** Candour's own verbs over its own tables, behind the twin's door: what sealing adds, its search tokens and rows included. */
import { practiceKeySource, type PracticeKeySource } from '../../../server/src/platform/access/practice-keys.ts'
import type { BlobStore } from '../../../server/src/platform/blobs/blob-store.ts'
import { statement } from '../../../server/src/platform/database/statement.ts'
import type { Transaction } from '../../../server/src/platform/database/transaction.ts'
import type { Call } from '../../../server/src/platform/http/endpoint.ts'
import { noLog } from '../../../server/src/platform/log.ts'
import { openLocalVault } from '../../../server/src/platform/vault/keep-root-key.ts'
import { newId } from '../../../server/src/platform/vault/ids.ts'
import type { Vault } from '../../../server/src/platform/vault/vault.ts'
import { createCompartment } from '../../../server/src/features/compartments/create-compartment.ts'
import { keepResource } from '../../../server/src/features/resources/keep-resource.ts'
import { factsOf } from '../../../server/src/features/resources/resource-facts.ts'
import { readResource } from '../../../server/src/features/resources/read-resource.ts'
import type { Kept, Records } from '../records.ts'

export interface Sealing {
  vault: Vault
  keysOf: PracticeKeySource
  records: Records
  /** Keys and row of a practice of Candour's. */
  found(tx: Transaction): Promise<void>
}

const insertPractice = statement(
  'twin-candour-practice',
  `insert into candour.practice (practice, kind, trial_ends_at, practice_compartment, token_compartment, directory_compartment, sealed)
   values ($1, 'gp', now() + interval '30 days', $2, $3, $4, '')`,
)

export async function openSealing(keys: string): Promise<Sealing> {
  const vault = await openLocalVault(keys, false)
  const keysOf = practiceKeySource(vault)
  const within = async (tx: Transaction, now: Date): Promise<Omit<Call<null>, 'actor' | 'input'>> => ({
    tx,
    now,
    vault,
    keys: await keysOf(tx),
    log: noLog,
    blobs: null as unknown as BlobStore,
    offersPasskeys: true,
  })
  const kept = ({ bytes, ...rest }: { bytes: Buffer; version: number; lastUpdated: Date }, id: string): Kept => ({
    id,
    version: rest.version,
    lastUpdated: rest.lastUpdated,
    content: bytes as unknown as string,
  })
  return {
    vault,
    keysOf,
    records: {
      async read(tx, type, id) {
        const opened = await readResource(await within(tx, new Date()), type, id)
        return opened === null ? null : kept(opened, id)
      },
      async create(tx, resource, received, now) {
        const { resourceType: type } = resource
        const id = newId()
        const facts = factsOf(resource, received, now)
        const made = { type, id, fhirId: id, version: 1, facts, received, before: null, mayMove: false }
        return kept(await keepResource(await within(tx, now), made), id)
      },
    },
    async found(tx) {
      await vault.createPracticeKey(tx.practice)
      const record = await createCompartment({ tx, vault }, 'practice')
      const token = await createCompartment({ tx, vault }, 'index')
      const directory = await createCompartment({ tx, vault }, 'index')
      await tx.run(insertPractice, tx.practice, record.compartment, token.compartment, directory.compartment)
    },
  }
}
