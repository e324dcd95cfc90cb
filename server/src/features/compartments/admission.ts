import type { Asker } from '../../platform/database/transaction.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { HiddenRecord } from './hidden-record.ts'
import type { RestrictionColumns } from './restriction-columns.ts'

/** What is sealed of a restriction; nobody in it: it was lifted. */
export interface RestrictionFacts {
  members: string[]
  reason: string
  by: string
  at: string
}

/** What is sealed of a broken glass. */
export interface GlassFacts {
  patient: string
  member: string
  brokenAt: string
  until: string
  reason: string
  words: string
  /** By hand, before its time. */
  endedAt: string | null
  settled: { verdict: 'right' | 'incident'; note: string; by: string; at: string } | null
}

type Kind = 'restriction' | 'glass'

function place(kind: Kind, record: string, revision: number) {
  return { table: `candour.${kind}`, field: 'sealed', record, revision, schema: 1 }
}

/** Under the patient's own key, so that it is erased with the record. With the hash by which it is marked. */
export function sealBeside(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  { kind, id, revision }: { kind: Kind; id: string; revision: number },
  facts: RestrictionFacts | GlassFacts,
): { sealed: Buffer; hash: Buffer } {
  const sealed = vault.seal(key, place(kind, id, revision), Buffer.from(JSON.stringify(facts)))
  return { sealed, hash: digest(sealed) }
}

/** SealBroken for a row that is not the one that the ledger marked last, or that lacks row or mark (P33). */
export function openBeside<Facts extends RestrictionFacts | GlassFacts>(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  {
    kind,
    id,
    revision,
  }: { kind: Facts extends GlassFacts ? 'glass' : 'restriction'; id: string; revision: number | null },
  sealed: Buffer | null,
  mark: Buffer | null,
): Facts {
  const hash = sealed === null ? null : digest(sealed)
  if (sealed === null || revision === null || mark === null || !hash!.equals(mark))
    throw new SealBroken('payload', `${kind}/${id}`)
  return JSON.parse(vault.openAgain(key, place(kind, id, revision), sealed, hash!).toString()) as Facts
}

const bytes = (base64: string | null) => (base64 === null ? null : Buffer.from(base64, 'base64'))

export function openRestriction(within: Pick<Within, 'vault'>, key: CompartmentKey, columns: RestrictionColumns) {
  const { revision, sealed, mark } = columns
  const which = { kind: 'restriction', id: key.compartment, revision } as const
  return openBeside<RestrictionFacts>(within, key, which, bytes(sealed), bytes(mark))
}

export interface Admission {
  facts: RestrictionFacts
  /** The glass that lets the asker in, who is not named. */
  glass: { id: string; until: Date } | null
  isAdmitted: boolean
}

/** Whether a record opens to the asker. SealBroken when the restriction, or a glass of the asker's, was altered. */
export function admissionOf(
  within: Pick<Within, 'vault'>,
  key: CompartmentKey,
  columns: RestrictionColumns,
  asker: Asker | null,
): Admission {
  const facts = openRestriction(within, key, columns)
  const isOpen = facts.members.length === 0 || asker?.kind === 'candour'
  if (isOpen || asker === null) return { facts, glass: null, isAdmitted: isOpen }
  if (facts.members.includes(asker.member)) return { facts, glass: null, isAdmitted: true }
  const glass = liveGlass(within, key, columns, asker)
  return { facts, glass, isAdmitted: glass !== null }
}

function liveGlass(
  within: Pick<Within, 'vault'>,
  key: CompartmentKey,
  { glasses }: RestrictionColumns,
  { member, now }: Extract<Asker, { kind: 'member' }>,
): Admission['glass'] {
  for (const one of glasses ?? []) {
    if (one.member !== member) continue
    const { glass: id, revision } = one
    const facts = openBeside<GlassFacts>(
      within,
      key,
      { kind: 'glass', id, revision },
      bytes(one.sealed),
      bytes(one.mark),
    )
    if (facts.member === member && isLive(facts, now)) return { id, until: new Date(facts.until) }
  }
  return null
}

export function isLive({ brokenAt, until, endedAt }: GlassFacts, now: Date): boolean {
  return endedAt === null && new Date(brokenAt) <= now && now < new Date(until)
}

/**
 * The wall: whoever opens a compartment comes through here. A record that is restricted to others, and whose glass the asker has
 * not broken, does not open: HiddenRecord. It is noted who was kept out of what, and what a record that opened is restricted to.
 */
export function admit(
  { tx, vault }: Pick<Within, 'tx' | 'vault'>,
  key: CompartmentKey,
  columns: RestrictionColumns,
): void {
  const { facts, glass, isAdmitted } = admissionOf({ vault }, key, columns, tx.asker)
  if (!isAdmitted) throw hide(tx, key.compartment)
  if (facts.members.length > 0)
    tx.restricted.set(key.compartment, { people: facts.members.length, until: glass?.until ?? null })
}

export function hide(tx: Within['tx'], patient: string): HiddenRecord {
  tx.hidden.add(patient)
  return new HiddenRecord()
}
