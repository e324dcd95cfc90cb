import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { addShare, insertCompartment, releaseKey } from './compartments.store.ts'

type Sharing = Pick<Within, 'tx' | 'vault'>

/** A compartment that several patients own: a key of its own, wrapped for each of them and for nobody else. */
export async function createSharedCompartment(within: Sharing, owners: CompartmentKey[]): Promise<CompartmentKey> {
  const { tx, vault } = within
  const { wrapped, key } = await vault.newCompartment(tx.practice, newId(), 'shared')
  insertCompartment(tx, { ...wrapped, wrapped: null })
  await addOwners(within, key, owners)
  return key
}

/**
 * Files an unfiled compartment: its key is wrapped for the patients and no longer for the practice. So it opens through
 * their keys alone, and is erased with them (decision 0012).
 */
export async function handOver(within: Sharing, unfiled: CompartmentKey, owners: CompartmentKey[]): Promise<void> {
  await addOwners(within, unfiled, owners)
  await releaseKey(within.tx, unfiled.compartment)
}

async function addOwners({ tx, vault }: Sharing, key: CompartmentKey, owners: CompartmentKey[]): Promise<void> {
  const { compartment } = key
  for (const [place, ownerKey] of owners.entries()) {
    const owner = ownerKey.compartment
    tx.touched.add(owner)
    const wrapped = vault.wrapFor(ownerKey, key)
    await addShare(tx, { compartment, owner, ordinal: place + 1, wrapped, hash: digest(wrapped) })
  }
}
