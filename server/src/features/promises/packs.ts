import type { Visit } from '@candour/contract/promises.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Packed } from './pack-content.ts'
import { packRows, type PackRow } from './promises.store.ts'

/** What is sealed of a pack: what was handed out, as it was. */
export interface PackFacts extends Packed {
  by: string
  at: string
  visit: Visit
  reason: string
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place(pack: string) {
  return { table: 'candour.pack', field: 'sealed', record: pack, revision: 1, schema: 1 }
}

export async function keepPack({ tx, vault, keys }: Keys, pack: string, facts: PackFacts): Promise<void> {
  const sealed = vault.seal(keys.record, place(pack), Buffer.from(JSON.stringify(facts)))
  await packRows.insert(tx, pack, { sealed, hash: digest(sealed), compartment: keys.record.compartment })
}

/** SealBroken for one that is not as it was made (P33). */
export function openPack({ vault, keys }: Keys, { pack, sealed, mark }: PackRow): PackFacts {
  if (sealed === null || !digest(sealed).equals(mark)) throw new SealBroken('payload', `Pack/${pack}`)
  return JSON.parse(vault.open(keys.record, place(pack), sealed).toString()) as PackFacts
}

/** The newest ten that are as they were made. */
export async function listPacks(within: Keys): Promise<{ id: string; facts: PackFacts }[]> {
  return (await packRows.list(within.tx)).flatMap((row) => {
    try {
      return [{ id: row.pack, facts: openPack(within, row) }]
    } catch (error) {
      if (error instanceof SealBroken) return []
      throw error
    }
  })
}
