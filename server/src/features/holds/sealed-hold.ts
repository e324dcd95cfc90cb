import type { holdKinds } from '@candour/contract/holds.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { holds, type HoldRow } from './holds.store.ts'

/** What is sealed of a hold: all of it. */
export interface HoldFacts {
  kind: (typeof holdKinds)[number]
  /** The patient's compartment, or the member; null for the whole practice. */
  about: string | null
  reason: string
  placed: { at: string; by: string }
  lifted: { at: string; by: string; reason: string } | null
}

export interface OpenedHold {
  id: string
  revision: number
  facts: HoldFacts
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place(hold: string, revision: number) {
  return { table: 'candour.hold', field: 'sealed', record: hold, revision, schema: 1 }
}

/** Under the practice's key: a hold stays known when what it was about is gone. With the hash by which it is marked. */
export function sealHold(
  { vault, keys }: Pick<Keys, 'vault' | 'keys'>,
  id: string,
  revision: number,
  facts: HoldFacts,
) {
  const sealed = vault.seal(keys.record, place(id, revision), Buffer.from(JSON.stringify(facts)))
  return { sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

/** SealBroken when it is not what Candour sealed and the ledger marked last (P33). */
function openHold({ vault, keys }: Keys, { hold, revision, sealed, mark }: HoldRow): OpenedHold {
  if (sealed === null || revision === null || !digest(sealed).equals(mark))
    throw new SealBroken('payload', `Hold/${hold}`)
  const facts = JSON.parse(vault.open(keys.record, place(hold, revision), sealed).toString()) as HoldFacts
  return { id: hold, revision, facts }
}

/** Newest first, lifted ones too. Throws SealBroken. */
export async function openHolds(within: Keys): Promise<OpenedHold[]> {
  return (await holds.list(within.tx)).map((row) => openHold(within, row))
}
