import { AppError } from '../../platform/app-error.ts'
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
  destroyed_at: Date | null
}
const read = statement<CompartmentRow>(
  'compartment-read',
  'select kind, practice_key_version, wrapped, destroyed_at from candour.compartment where practice = $1 and compartment = $2',
)
const readPatients = statement<CompartmentRow & { compartment: string }>(
  'compartment-read-patients',
  `select compartment, kind, practice_key_version, wrapped, destroyed_at from candour.compartment
   where practice = $1 and compartment = any ($2::uuid[]) and kind = 'patient'`,
)
const destroy = statement<{ kind: CompartmentKind }>(
  'compartment-destroy',
  `update candour.compartment set wrapped = null, destroyed_at = clock_timestamp()
   where practice = $1 and compartment = $2 and wrapped is not null returning kind`,
)

const release = statement(
  'compartment-release',
  `update candour.compartment set wrapped = null where practice = $1 and compartment = $2 and kind = 'unfiled'
     and wrapped is not null and destroyed_at is null`,
)
const insertShare = statement(
  'share-insert',
  'insert into candour.share (practice, compartment, owner, wrapped) values ($1, $2, $3, $4)',
)
export interface ShareRow {
  owner: string
  share: Buffer
  kind: CompartmentKind
  wrapped: Buffer
  practice_key_version: number
}
const readShares = statement<ShareRow>(
  'share-read',
  `select s.owner, s.wrapped as share, c.kind, c.wrapped, c.practice_key_version from candour.share s
   join candour.compartment c on c.practice = s.practice and c.compartment = s.owner
   where s.practice = $1 and s.compartment = $2 and c.wrapped is not null order by s.owner`,
)

export async function insertCompartment(
  tx: Transaction,
  {
    compartment,
    kind,
    practiceKeyVersion,
    wrapped,
  }: Omit<WrappedCompartmentKey, 'wrapped'> & { wrapped: Buffer | null },
) {
  await tx.run(insert, tx.practice, compartment, kind, practiceKeyVersion, wrapped)
}

export async function readCompartment(tx: Transaction, compartment: string): Promise<CompartmentRow | null> {
  return (await tx.run(read, tx.practice, compartment))[0] ?? null
}

export function readPatientCompartments(tx: Transaction, compartments: readonly string[]) {
  return tx.run(readPatients, tx.practice, compartments)
}

/** The kind of the compartment whose key is gone now; null when there was no key any more. */
export async function destroyKey(tx: Transaction, compartment: string): Promise<CompartmentKind | null> {
  return (await tx.run(destroy, tx.practice, compartment))[0]?.kind ?? null
}

/** The practice's own wrapping of an unfiled key is taken away: from now on its owners hold it. */
export async function releaseKey(tx: Transaction, compartment: string): Promise<void> {
  await tx.run(release, tx.practice, compartment)
}

/** Throws `record.changed_meanwhile` when somebody else files the compartment to the same owner at this moment. */
export async function addShare(tx: Transaction, compartment: string, owner: string, wrapped: Buffer): Promise<void> {
  try {
    await tx.run(insertShare, tx.practice, compartment, owner, wrapped)
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('record.changed_meanwhile')
    throw error
  }
}

/** Owners whose own keys are still there, with what each needs to open the compartment. */
export function listShares(tx: Transaction, compartment: string): Promise<ShareRow[]> {
  return tx.run(readShares, tx.practice, compartment)
}
