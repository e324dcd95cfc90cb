import type { Within } from '../../platform/http/endpoint.ts'
import type { BlobStore } from '../../platform/blobs/blob-store.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { destroyCompartment } from '../compartments/destroy-compartment.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import type { About } from '../holds/held.ts'
import { dropBlobsOf } from '../files/loose-blob.ts'
import { transfers, type TransferRow } from './transfers.store.ts'

/** The key of a transfer's bytes. Throws `resource.gone` when it was destroyed. */
export async function transferKey(within: Within, row: TransferRow): Promise<CompartmentKey> {
  if (row.compartment === null) throw new Error('the bytes of this transfer are gone')
  return (await openCompartment(within, row.compartment))!
}

/** The key of what a transfer refused. */
export async function refusedKey(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  { refused_compartment: compartment }: TransferRow,
): Promise<CompartmentKey> {
  return compartment === null ? within.keys.record : (await openCompartment(within, compartment))!
}

/** Whom refused lines are about: nobody has looked, so whoever is held may be among them. */
export function aboutRefused({ member }: Pick<TransferRow, 'member'>): About {
  return { anyPatient: true, members: [member] }
}

/** Refused lines go, and the key without which no copy of them opens. Answers what changes of the row. Throws `hold.held`. */
export async function letGoOfRefused(
  within: Within,
  { transfer, refused_compartment: compartment }: TransferRow,
  about: About,
): Promise<Pick<TransferRow, 'refused_compartment'>> {
  await transfers.dropParts(within.tx, transfer, 'refused')
  if (compartment !== null) await destroyCompartment(within, compartment, about)
  return { refused_compartment: null }
}

/**
 * The bytes go, and the key without which no copy of them opens: they are a copy of the record, or of what somebody sent, so no
 * hold keeps them. Answers what changes of the row.
 */
export async function letGoOfBytes(
  within: Within,
  blobs: BlobStore,
  { compartment }: TransferRow,
): Promise<Pick<TransferRow, 'compartment'>> {
  if (compartment !== null) {
    await dropBlobsOf(within, blobs, compartment)
    await destroyCompartment(within, compartment, 'copy')
  }
  return { compartment: null }
}
