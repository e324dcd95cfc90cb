import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { hashToken } from '../../platform/vault/tokens.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { publications, type PublicationRow } from './promises.store.ts'

/** What is sealed of where the page is published. */
export interface PublicationFacts {
  /** The last part of its address; null once it is switched off. */
  name: string | null
  /** Whether search engines may list it. */
  indexed: boolean
  by: string
  at: string
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place(practice: string, revision: number) {
  return { table: 'candour.publication', field: 'sealed', record: practice, revision, schema: 1 }
}

/** Null where there never was one, and where it is not what Candour sealed and marked: then nothing is public (P33). */
export async function openPublication(within: Keys): Promise<PublicationFacts | null> {
  const row = await publications.read(within.tx)
  try {
    return row === null ? null : openRow(within, row)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

function openRow({ tx, vault, keys }: Keys, { name_hash: nameHash, revision, sealed, mark }: PublicationRow) {
  const broken = () => new SealBroken('payload', `Publication/${tx.practice}`)
  if (sealed === null || revision === null || !digest(sealed).equals(mark)) throw broken()
  const plain = vault.open(keys.record, place(tx.practice, revision), sealed)
  const facts = JSON.parse(plain.toString()) as PublicationFacts
  const isSame = facts.name === null ? nameHash === null : nameHash?.equals(hashToken(facts.name)) === true
  if (!isSame) throw broken()
  return facts
}

/** Throws `record.changed_meanwhile`. */
export async function keepPublication(within: Keys, facts: PublicationFacts): Promise<void> {
  const { tx, vault, keys } = within
  const revision = ((await publications.read(tx))?.version ?? 0) + 1
  const sealed = vault.seal(keys.record, place(tx.practice, revision), Buffer.from(JSON.stringify(facts)))
  const row = { sealed, hash: digest(sealed), compartment: keys.record.compartment }
  await publications.keep(tx, facts.name === null ? null : hashToken(facts.name), revision, row)
}
