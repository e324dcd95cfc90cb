import type { Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { openCompartment } from '../compartments/open-compartment.ts'

/** Opens the index keys that rows name, each once; a key that is not there, or is none of an index, is an alteration. */
export function indexKeysOf(within: Pick<Within, 'tx' | 'vault' | 'keys'>): (name: string) => Promise<CompartmentKey> {
  const opened = new Map([[within.keys.directory.compartment, Promise.resolve(within.keys.directory)]])
  const open = async (name: string) => {
    const key = await openCompartment(within, name)
    if (key?.kind !== 'index') throw new SealBroken('payload')
    return key
  }
  return (name) => {
    const key = opened.get(name) ?? open(name)
    opened.set(name, key)
    return key
  }
}
