import { accessTries, type AccessLink } from '@candour/contract/access-links.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { readRestriction } from '../compartments/read-restriction.ts'
import { links, type LinkRow } from './access-links.store.ts'

/** What is sealed of a link, under the patient's own key: all that lets it open, and all that was answered. */
export interface LinkFacts {
  patient: string
  /** SHA-256 of the link's token, base64. */
  tokenHash: string
  /** Keyed hash over link and code, base64. */
  codeBound: string
  made: { at: string; by: string }
  endsAt: string
  safety: { isAnybodyAtRisk: boolean; words: string; hidden: string[]; allHidden: boolean }
  /** What restricted the record then: once that changes, the answer to who is at risk may be another. */
  restriction: number
  needsSecond: boolean
  confirmed: { at: string; by: string } | null
  tries: number
  /** By the one browser that did. */
  opened: { at: string; visitHash: string; until: string } | null
  ended: { at: string; how: 'revoked' | 'tries' | 'left'; by: string | null } | null
}

export interface OpenedLink {
  id: string
  revision: number
  key: CompartmentKey
  facts: LinkFacts
  /** The record was restricted, or restricted otherwise, since the link was made. */
  isOutdated: boolean
}

function place(link: string, revision: number) {
  return { table: 'candour.access_link', field: 'sealed', record: link, revision, schema: 1 }
}

const hashOf = (base64: string | undefined) => (base64 === undefined ? null : Buffer.from(base64, 'base64'))
const isSame = (one: Buffer | null, other: Buffer | null) =>
  one === null || other === null ? one === other : one.equals(other)

export async function keepNewLink(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  key: CompartmentKey,
  id: string,
  facts: LinkFacts,
): Promise<OpenedLink> {
  const sealed = vault.seal(key, place(id, 1), Buffer.from(JSON.stringify(facts)))
  const row = { link: id, patient: facts.patient, sealed, hash: digest(sealed) }
  await links.insert(tx, hashOf(facts.tokenHash)!, row)
  return { id, revision: 1, key, facts, isOutdated: false }
}

export async function rewriteLink(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  { id, key, revision: before, isOutdated }: OpenedLink,
  facts: LinkFacts,
): Promise<OpenedLink> {
  const revision = before + 1
  const sealed = vault.seal(key, place(id, revision), Buffer.from(JSON.stringify(facts)))
  const visitHash = hashOf(facts.opened?.visitHash)
  await links.update(tx, { link: id, revision, sealed, hash: digest(sealed), visitHash })
  return { id, revision, key, facts, isOutdated }
}

/** SealBroken when it is not what Candour sealed and the ledger marked last (P33): it opens nothing. */
function openLink(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  row: LinkRow,
): { revision: number; facts: LinkFacts } {
  const { link, patient, token_hash: token, visit_hash: visit, revision, sealed, mark } = row
  const isWhole = sealed !== null && revision !== null && mark !== null && digest(sealed).equals(mark)
  if (!isWhole) throw new SealBroken('payload', `AccessLink/${link}`)
  const facts = JSON.parse(vault.open(key, place(link, revision), sealed).toString()) as LinkFacts
  const fits = isSame(token, hashOf(facts.tokenHash)) && isSame(visit, hashOf(facts.opened?.visitHash))
  if (!fits || facts.patient !== patient) throw new SealBroken('payload', `AccessLink/${link}`)
  return { revision, facts }
}

type Opening = Pick<Within, 'tx' | 'vault'>

async function openAll(within: Opening, key: CompartmentKey, rows: LinkRow[]): Promise<OpenedLink[]> {
  const { revision: restriction } = await readRestriction(within, key)
  return rows.map((row) => {
    const { revision, facts } = openLink(within, key, row)
    return { id: row.link, revision, key, facts, isOutdated: facts.restriction !== restriction }
  })
}

/** Those of a patient, newest first. Throws SealBroken. */
export async function listLinksOf(within: Opening, key: CompartmentKey): Promise<OpenedLink[]> {
  return openAll(within, key, await links.list(within.tx, key.compartment))
}

/**
 * One of them, by whoever may open the record; locked, for whoever changes it, until the end of the transaction. Null when there
 * is none, or the record opens to the asker no more. Throws `resource.gone` after an erasure, SealBroken.
 */
export async function findLink(within: Opening, id: string, how: 'read' | 'lock'): Promise<OpenedLink | null> {
  if (how === 'lock') await links.lock(within.tx, id)
  const row = await links.read(within.tx, id)
  if (row === null) return null
  const key = await openCompartment(within, row.patient)
  return key === null ? null : (await openAll(within, key, [row]))[0]!
}

/** For a member who changes it. Throws `access-link.not_found`. */
export async function lockLink(within: Opening, id: string): Promise<OpenedLink> {
  const opened = await findLink(within, id, 'lock')
  if (opened === null) throw new AppError('access-link.not_found')
  return opened
}

/** `over` says why, where it is. */
export function stateOf({ facts, isOutdated }: OpenedLink, now: Date): Pick<AccessLink, 'state' | 'over'> {
  const { ended, opened, endsAt, needsSecond, confirmed, tries } = facts
  if (ended?.how === 'revoked') return { state: 'over', over: 'revoked' }
  if (ended?.how === 'tries' || tries >= accessTries) return { state: 'over', over: 'tries' }
  if (opened !== null) {
    const isOpen = ended === null && new Date(opened.until) > now && !isOutdated
    return isOpen ? { state: 'open', over: null } : { state: 'over', over: 'opened' }
  }
  if (isOutdated) return { state: 'over', over: 'restricted' }
  if (new Date(endsAt) <= now) return { state: 'over', over: 'time' }
  return { state: needsSecond && confirmed === null ? 'waiting' : 'ready', over: null }
}
