import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { AppError } from '../../platform/app-error.ts'
import { openCompartment } from '../compartments/open-compartment.ts'

/** Opens the index keys that rows name, each once; a key that is not there, or is none of an index, is an alteration. */
export function indexKeysOf(within: Pick<Within, 'tx' | 'vault' | 'keys'>): (name: string) => Promise<CompartmentKey> {
  const { directory } = within.keys
  const opened = new Map(directory === null ? [] : [[directory.compartment, Promise.resolve(directory)]])
  const open = async (name: string) => {
    const key = await openCompartment(within, name).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'resource.gone' ? new SealBroken('payload') : error
    })
    if (key?.kind !== 'index') throw new SealBroken('payload')
    return key
  }
  return (name) => {
    const key = opened.get(name) ?? open(name)
    opened.set(name, key)
    return key
  }
}
