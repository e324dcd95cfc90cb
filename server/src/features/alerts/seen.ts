import { networkOf } from '@candour/contract/address-range.ts'
import { showTime, showWeekday } from '@candour/contract/formatting.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { openingVerbs } from '../entries/opening-verbs.ts'

/** An entry of a member, or of the operator's support, as the rules look at it. */
export interface Seen {
  number: number
  /** Milliseconds since 1970. */
  at: number
  /** Of support: the request by which they were let in. */
  member: string
  /** The name of who it was, where it was support. */
  support?: string
  verb: string
  isRefused: boolean
  refusal: string
  /** Compartments; of what is opened, whose record it is. */
  subjects: string[]
  /** As `networkOf` names it; empty where the entry has no address. */
  network: string
  session: string
  facts: Record<string, string | number>
}

export function seenOf(
  { number, at, actor, actor_kind, verb, outcome, subjects }: EntryRow,
  detail: EntryDetail,
): Seen {
  const { address = '', session = '', refusal = '', facts = {}, support = 'somebody' } = detail
  const isRefused = outcome === 'refused'
  const network = networkOf(address) ?? ''
  const seen = { number, at: at.getTime(), member: actor!, verb, isRefused, refusal, subjects, network, session, facts }
  return actor_kind === 'support' ? { ...seen, support } : seen
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

const opening = new Set(openingVerbs)

/** Verbs by which somebody writes in a record: who did, within twelve months, cares for the patient. */
export const writingVerbs: readonly string[] = [
  'patient.register',
  'patient.amend',
  'draft.finish',
  'draft.file',
  'file.upload',
  'resource.create',
  'resource.update',
  'unfiled.file',
]
const writing = new Set(writingVerbs)

/** What is read inside a record, one thing at a time. */
const reading = new Set([
  'note.read',
  'file.read',
  'file.read-content',
  'resource.read',
  'resource.vread',
  'resource.history',
])

export const isReading = ({ verb, isRefused }: Seen) => !isRefused && reading.has(verb)
export const isOpening = ({ verb, isRefused }: Seen) => !isRefused && opening.has(verb)
export const isWriting = ({ verb, isRefused }: Seen) => !isRefused && writing.has(verb)

/** Number of the day since 1970, by UTC: to tell days apart, never to be shown. */
export const dayOf = (at: number) => Math.floor(at / day)

interface Slot {
  hour: number
  weekday: string
  isWeekend: boolean
}
const slots = new Map<number, Slot>()
/** The hour by the clock on the wall in London, through its changes. */
export function slotOf(at: number): Slot {
  const which = Math.floor(at / hour)
  const known = slots.get(which)
  if (known !== undefined) return known
  if (slots.size > 1000) slots.clear()
  const date = new Date(which * hour)
  const weekday = showWeekday(date)
  const slot = { hour: Number(showTime(date).slice(0, 2)), weekday, isWeekend: weekday.startsWith('S') }
  slots.set(which, slot)
  return slot
}
