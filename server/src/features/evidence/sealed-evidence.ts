import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { evidences, type EvidenceRow } from './evidence.store.ts'

/** What is sealed of evidence. */
export interface EvidenceFacts {
  promise: string
  title: string
  note: string
  /** The name of its file. */
  file: string
  size: number
  expiresOn: string
  by: string
  announcedAt: string
  /** Once the bytes are there. */
  filed: { at: string; blob: string; mediaType: string; sha256: string } | null
  /** Missing where it never was. */
  withdrawals?: Withdrawal[]
}

interface Withdrawal {
  by: string
  at: string
  reason: string
  /** Filed again. */
  back: { by: string; at: string } | null
}

export interface FiledFacts extends EvidenceFacts {
  filed: NonNullable<EvidenceFacts['filed']>
}

export function isWithdrawn({ withdrawals }: Pick<EvidenceFacts, 'withdrawals'>): boolean {
  return withdrawals?.at(-1)?.back === null
}

/** Since when it counts. */
export function countsSince({ filed, withdrawals }: FiledFacts): Date {
  return new Date(withdrawals?.at(-1)?.back?.at ?? filed.at)
}

type Keys = Pick<Within, 'vault' | 'keys'>

function place(evidence: string, revision: number) {
  return { table: 'candour.evidence', field: 'sealed', record: evidence, revision, schema: 1 }
}

export function sealEvidence({ vault, keys }: Keys, evidence: string, revision: number, facts: EvidenceFacts) {
  const sealed = vault.seal(keys.record, place(evidence, revision), Buffer.from(JSON.stringify(facts)))
  return { sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

/** SealBroken where it is not what Candour sealed and marked, or the row beside it says otherwise (P33). */
export function openEvidence({ vault, keys }: Keys, row: EvidenceRow): EvidenceFacts {
  const { evidence, promise, state, expires_on: expiresOn, revision, sealed, mark } = row
  const broken = () => new SealBroken('payload', `Evidence/${evidence}`)
  if (sealed === null || revision === null) throw broken()
  if (state === 'filed' && (mark === null || !digest(sealed).equals(mark))) throw broken()
  const facts = JSON.parse(vault.open(keys.record, place(evidence, revision), sealed).toString()) as EvidenceFacts
  const isSame =
    facts.promise === promise && facts.expiresOn === expiresOn && (facts.filed !== null) === (state === 'filed')
  if (!isSame) throw broken()
  return facts
}

export interface FiledEvidenceOf {
  id: string
  facts: FiledFacts
}

export interface AllEvidence {
  /** By promise, newest first. */
  filed: Map<string, FiledEvidenceOf[]>
  withdrawn: Map<string, FiledEvidenceOf[]>
  /** How many were altered or taken away outside Candour, by promise where that can still be read; `''` where it can't. */
  altered: Map<string, number>
}

export async function openAllEvidence(within: Pick<Within, 'tx' | 'vault' | 'keys'>): Promise<AllEvidence> {
  const all: AllEvidence = { filed: new Map(), withdrawn: new Map(), altered: new Map() }
  for (const row of await evidences.list(within.tx))
    try {
      const facts = openEvidence(within, row)
      if (facts.filed === null) continue
      const one = { id: row.evidence, facts: facts as FiledFacts }
      const those = isWithdrawn(facts) ? all.withdrawn : all.filed
      those.set(facts.promise, [...(those.get(facts.promise) ?? []), one])
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      all.altered.set(row.promise ?? '', (all.altered.get(row.promise ?? '') ?? 0) + 1)
    }
  return all
}
