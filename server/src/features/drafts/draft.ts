import type { Draft } from '@candour/contract/drafts.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { hiddenFrom } from '../compartments/hidden-from.ts'
import { openCompartment } from '../compartments/open-compartment.ts'
import { drafts, type DraftRow } from './drafts.store.ts'

/** What is sealed of a draft. */
export interface DraftFacts {
  patient: string | null
  title: string
  sections: { heading: string; text: string }[]
  amends: { note: string; version: number } | null
  device: string
  splitFrom: string | null
}

export interface OpenedDraft {
  row: DraftRow
  key: CompartmentKey
  facts: DraftFacts
}

function place(draft: string, revision: number) {
  return { table: 'candour.draft', field: 'sealed', record: draft, revision, schema: 1 }
}

export function sealDraft(
  { vault }: Pick<Within, 'vault'>,
  key: CompartmentKey,
  draft: string,
  revision: number,
  facts: DraftFacts,
): Buffer {
  return vault.seal(key, place(draft, revision), Buffer.from(JSON.stringify(facts)))
}

/** A draft lies in an unfiled compartment of its own, whose key is destroyed when it becomes a note. */
export async function openDraft(within: Within, row: DraftRow): Promise<OpenedDraft> {
  const key = (await openCompartment(within, row.compartment))!
  const facts = JSON.parse(within.vault.open(key, place(row.draft, row.revision), row.sealed).toString()) as DraftFacts
  return { row, key, facts }
}

/** Locks and opens a draft of the acting member. Throws `draft.not_found`. */
export async function lockDraft(call: Call<{ id: string }>): Promise<OpenedDraft> {
  const row = await drafts.lock(call.tx, call.input.id, call.actor.member)
  if (row === null) throw new AppError('draft.not_found')
  return openOwnDraft(call, row)
}

/** The same for a member's own: one about a patient whose record is restricted to others by now is closed with it. */
export async function openOwnDraft(call: Call<unknown>, row: DraftRow): Promise<OpenedDraft> {
  const [opened, hidden] = await Promise.all([openDraft(call, row), hiddenFrom(call)])
  const { patient } = opened.facts
  if (patient === null || !hidden.has(patient)) return opened
  call.tx.hidden.add(patient)
  throw new AppError('draft.not_found')
}

export function showDraft({ row, facts }: Pick<OpenedDraft, 'row' | 'facts'>): Draft {
  return { id: row.draft, ...facts, revision: row.revision, savedAt: row.saved_at.toISOString() }
}

/** The patient's compartment, where the draft has one: who writes about a patient stands in that patient's log. */
export function subjectsOf(facts: DraftFacts): string[] {
  return facts.patient === null ? [] : [facts.patient]
}
