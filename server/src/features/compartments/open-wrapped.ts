import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { CompartmentKey, CompartmentKind } from '../../platform/vault/vault.ts'
import { admit, hide } from './admission.ts'
import type { CompartmentRow } from './compartments.store.ts'
import { sharesOf } from './shares-of.ts'

type Opening = Pick<Within, 'tx' | 'vault'>

/** A compartment's columns, as they were read together with something that lies in it. */
export interface WrappedColumns extends CompartmentRow {
  compartment: string
}

/**
 * Opens the key, and puts the patients whose compartment it is on the entry, and who of them was deleted into `tx.deleted`.
 * Throws `resource.gone` when the key, or that of every owner, was destroyed; SealBroken when what was handed over to its
 * owners is the practice's again; HiddenRecord for a record that is restricted to others.
 */
export async function openWrapped(within: Opening, columns: WrappedColumns): Promise<CompartmentKey> {
  const { tx, vault } = within
  const { compartment, kind, wrapped } = columns
  const { restriction } = columns
  // Who is named went with the key: nobody is told that it was there.
  if (restriction !== null && wrapped === null && tx.asker?.kind !== 'candour') throw hide(tx, compartment)
  if (wrapped !== null && kind === 'patient' && restriction !== null)
    admit(within, await vault.openCompartment(wrappedKey(tx, columns, wrapped)), restriction)
  if (kind === 'patient') tx.touched.add(compartment)
  if (columns.destroyed_at !== null) throw new AppError('resource.gone')
  if (columns.handed_over) throw new SealBroken('payload', `Share/${compartment}`)
  if (wrapped === null) return openHeld(within, compartment, kind)
  if (columns.deleted) tx.deleted.add(compartment)
  return vault.openCompartment(wrappedKey(tx, columns, wrapped))
}

function wrappedKey(tx: Opening['tx'], { compartment, kind, practice_key_version }: WrappedColumns, wrapped: Buffer) {
  return { practice: tx.practice, compartment, kind, wrapped, practiceKeyVersion: practice_key_version }
}

/** What names a patient whose record is restricted is restricted as well, whoever owns it too. */
async function openHeld(within: Opening, compartment: string, kind: CompartmentKind): Promise<CompartmentKey> {
  const { tx, vault } = within
  const shares = await sharesOf(tx, compartment)
  const there = shares.filter(({ ownerKey }) => ownerKey !== null)
  for (const { ownerKey, restriction } of there)
    if (restriction !== null) admit(within, await vault.openCompartment(ownerKey!), restriction)
  for (const { owner } of there.length > 0 ? there : shares) tx.touched.add(owner)
  const [first] = there
  if (first === undefined) throw new AppError('resource.gone')
  // What somebody else owns too stays theirs.
  if (there.every(({ deleted }) => deleted)) for (const { owner } of there) tx.deleted.add(owner)
  const key = await vault.openCompartment(first.ownerKey!)
  return vault.unwrapBy(key, { practice: tx.practice, compartment, kind, wrapped: first.share })
}
