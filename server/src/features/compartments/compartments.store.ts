import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { CompartmentKind, WrappedCompartmentKey } from '../../platform/vault/vault.ts'

const insert = statement(
  'compartment-insert',
  'insert into candour.compartment (practice, compartment, kind, practice_key_version, wrapped) values ($1, $2, $3, $4, $5)',
)
export interface CompartmentRow {
  kind: CompartmentKind
  practice_key_version: number
  wrapped: Buffer | null
}
const read = statement<CompartmentRow>(
  'compartment-read',
  'select kind, practice_key_version, wrapped from candour.compartment where practice = $1 and compartment = $2',
)
const destroy = statement<{ kind: CompartmentKind }>(
  'compartment-destroy',
  `update candour.compartment set wrapped = null, destroyed_at = clock_timestamp()
   where practice = $1 and compartment = $2 and wrapped is not null returning kind`,
)
const change = statement(
  'compartment-change',
  'update candour.compartment set changes = changes + 1 where practice = $1 and compartment = $2',
)

export async function insertCompartment(
  tx: Transaction,
  { compartment, kind, practiceKeyVersion, wrapped }: WrappedCompartmentKey,
) {
  await tx.run(insert, tx.practice, compartment, kind, practiceKeyVersion, wrapped)
}

export async function readCompartment(tx: Transaction, compartment: string): Promise<CompartmentRow | null> {
  return (await tx.run(read, tx.practice, compartment))[0] ?? null
}

/** The kind of the compartment whose key is gone now; null when there was no key any more. */
export async function destroyKey(tx: Transaction, compartment: string): Promise<CompartmentKind | null> {
  return (await tx.run(destroy, tx.practice, compartment))[0]?.kind ?? null
}

export async function bumpChanges(tx: Transaction, compartment: string): Promise<void> {
  await tx.run(change, tx.practice, compartment)
}
