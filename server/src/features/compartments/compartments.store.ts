import { AppError } from '../../platform/app-error.ts'
import { statement } from '../../platform/database/statement.ts'
import type { Transaction } from '../../platform/database/transaction.ts'
import type { CompartmentKind, WrappedCompartmentKey } from '../../platform/vault/vault.ts'
import type { RestrictionColumns } from './restriction-columns.ts'

const insert = statement(
  'compartment-insert',
  'insert into candour.compartment (practice, compartment, kind, practice_key_version, wrapped) values ($1, $2, $3, $4, $5)',
)
export interface CompartmentRow {
  kind: CompartmentKind
  practice_key_version: number
  wrapped: Buffer | null
  destroyed_at: Date | null
  /** Its owners hold its key, and yet the practice's wraps it (again). */
  handed_over: boolean
  /** Of a patient who was deleted. */
  deleted: boolean
  /** What restricts the record; null for one that never was. */
  restriction: RestrictionColumns | null
}
const read = statement<CompartmentRow>(
  'compartment-read',
  `select kind, practice_key_version, wrapped, destroyed_at, handed_over, deleted, restriction from candour.compartment_opened
   where practice = $1 and compartment = $2`,
)
const readPatients = statement<CompartmentRow & { compartment: string }>(
  'compartment-read-patients',
  `select compartment, kind, practice_key_version, wrapped, destroyed_at, handed_over, deleted, restriction
   from candour.compartment_opened where practice = $1 and compartment = any ($2::uuid[]) and kind = 'patient'`,
)
/** Everybody whose record was ever restricted, by rows and by marks: one of them alone would be an alteration. */
const readEverRestricted = statement<CompartmentRow & { compartment: string }>(
  'compartment-read-restricted',
  `select compartment, kind, practice_key_version, wrapped, destroyed_at, handed_over, deleted, restriction
   from candour.compartment_opened where practice = $1 and compartment = any (array(
     select patient from candour.restriction where practice = $1
     union select id from ledger.mark where practice = $1 and type = 'Restriction'))`,
)
/** Waits for whoever is sealing something into it (they hold the row for key share), and they for this. */
const destroy = statement<{ kind: CompartmentKind }>(
  'compartment-destroy',
  `with held as (select compartment from candour.compartment where practice = $1 and compartment = $2 for update)
   update candour.compartment c set wrapped = null, destroyed_at = clock_timestamp() from held
   where c.practice = $1 and c.compartment = held.compartment and c.wrapped is not null returning c.kind`,
)

const release = statement(
  'compartment-release',
  `update candour.compartment set wrapped = null where practice = $1 and compartment = $2 and kind = 'unfiled'
     and wrapped is not null and destroyed_at is null`,
)
const wrappedBefore = statement<WrappedRow>(
  'compartment-wrapped-before',
  `select compartment, kind, practice_key_version, wrapped from candour.compartment c
   where practice = $1 and practice_key_version < $2 and compartment > $3 and wrapped is not null
     and not (kind = 'unfiled' and exists (select from ledger.mark m
       where m.practice = $1 and m.type = 'Share' and m.id = c.compartment))
   order by compartment limit 200 for no key update of c`,
)
const rewrap = statement(
  'compartment-rewrap',
  'update candour.compartment set practice_key_version = $3, wrapped = $4 where practice = $1 and compartment = $2',
)
const insertShare = statement(
  'share-insert',
  `with m as (insert into ledger.mark (practice, type, id, version, compartment, hash) values ($1, 'Share', $2, $3, $4, $5))
   insert into candour.share (practice, compartment, owner, wrapped) values ($1, $2, $4, $6)`,
)
/** A share beside its mark; what one of them lacks is null. The rest is the owner's own compartment. */
export interface ShareRow {
  owner: string
  share: Buffer | null
  mark: Buffer | null
  kind: CompartmentKind | null
  /** Null once the owner was erased. */
  wrapped: Buffer | null
  practice_key_version: number
  deleted: boolean
  restriction: RestrictionColumns | null
}
const readShares = statement<ShareRow>(
  'share-read',
  `select owner, s.share, m.mark, c.kind, c.wrapped, c.practice_key_version, c.deleted, c.restriction
   from (select owner, wrapped as share from candour.share where practice = $1 and compartment = $2) s
     full join (select compartment as owner, hash as mark from ledger.mark
       where practice = $1 and type = 'Share' and id = $2) m using (owner)
     left join candour.compartment_opened c on c.practice = $1 and c.compartment = owner order by owner`,
)

const erased = statement<{ compartment: string }>(
  'compartment-erased-among',
  `select compartment from candour.compartment
   where practice = $1 and compartment = any($2::uuid[]) and destroyed_at is not null`,
)

/** Whose key was destroyed. */
export async function erasedOf(tx: Transaction, compartments: readonly string[]): Promise<Set<string>> {
  return new Set((await tx.run(erased, tx.practice, compartments)).map(({ compartment }) => compartment))
}

export function insertCompartment(
  tx: Transaction,
  {
    compartment,
    kind,
    practiceKeyVersion,
    wrapped,
  }: Omit<WrappedCompartmentKey, 'wrapped'> & { wrapped: Buffer | null },
): void {
  tx.send(insert, [tx.practice, compartment, kind, practiceKeyVersion, wrapped])
}

export async function readCompartment(tx: Transaction, compartment: string): Promise<CompartmentRow | null> {
  return (await tx.run(read, tx.practice, compartment))[0] ?? null
}

export function readPatientCompartments(tx: Transaction, compartments: readonly string[]) {
  return tx.run(readPatients, tx.practice, compartments)
}

export function readRestrictedCompartments(tx: Transaction) {
  return tx.run(readEverRestricted, tx.practice)
}

/** The kind of the compartment whose key is gone now; null when there was no key any more. */
export async function destroyKey(tx: Transaction, compartment: string): Promise<CompartmentKind | null> {
  return (await tx.run(destroy, tx.practice, compartment))[0]?.kind ?? null
}

/** The practice's own wrapping of an unfiled key is taken away: from now on its owners hold it. */
export async function releaseKey(tx: Transaction, compartment: string): Promise<void> {
  await tx.run(release, tx.practice, compartment)
}

export interface NewShare {
  compartment: string
  owner: string
  /** From 1, in the order in which the owners are added. */
  ordinal: number
  wrapped: Buffer
  hash: Buffer
}

/** Throws `record.changed_meanwhile` when somebody else files the compartment at this moment. */
export async function addShare(tx: Transaction, share: NewShare): Promise<void> {
  const { compartment, owner, ordinal, wrapped, hash } = share
  try {
    await tx.run(insertShare, tx.practice, compartment, ordinal, owner, hash, wrapped)
  } catch (error) {
    if ((error as { code?: string }).code === '23505') throw new AppError('record.changed_meanwhile')
    throw error
  }
}

/** Shares and marks as they are, those of erased owners too. */
export function listShares(tx: Transaction, compartment: string): Promise<ShareRow[]> {
  return tx.run(readShares, tx.practice, compartment)
}

export interface WrappedRow {
  compartment: string
  kind: CompartmentKind
  practice_key_version: number
  wrapped: Buffer
}

/**
 * Locked: the next ones, by id, whose key an older version of the practice's key wraps. Not those that were handed over to
 * their owners: that wrapping came back from somewhere (decision 0014), and ends with its version.
 */
export function lockWrappedBefore(tx: Transaction, version: number, behind: string): Promise<WrappedRow[]> {
  return tx.run(wrappedBefore, tx.practice, version, behind)
}

export async function putWrapping(tx: Transaction, compartment: string, version: number, wrapped: Buffer) {
  await tx.run(rewrap, tx.practice, compartment, version, wrapped)
}
