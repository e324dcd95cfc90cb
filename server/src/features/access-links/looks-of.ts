import type { Look } from '@candour/contract/access-links.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { glassReasons } from '@candour/contract/glasses.ts'
import type { Call, Within } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import { entries, type EntryRow } from '../../platform/ledger/ledger.store.ts'
import { tellsWords } from '../entries/closed-words.ts'
import { openIfWhole } from '../entries/open-if-whole.ts'
import { nameMembers, type NamedMember } from '../members/list-members.ts'
import { layWords } from './lay-words.ts'

/** Entries read at a time; folded, they are a page or two. */
const page = 600
/** Longer than that without an act begins another sitting. */
const pauseMs = 30 * 60_000

interface Asked {
  before?: number | undefined
  /** Staff are shown names and the reasons in words, as far as they are theirs to read; a patient the reasons of a closed list. */
  reader: Pick<Call<unknown>, 'actor'> | 'patient'
  /** Members of whom the role alone is shown. */
  hidden: readonly string[]
  allHidden: boolean
}

/**
 * Who looked at a record, from its own postings of the ledger: what one person did in one sitting is one line, refusals, support,
 * the operator's commands and Candour itself included. Newest first. One that was altered, or is not about this record, is named as
 * that and closes no other (P33).
 */
export async function looksOf(
  within: Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>,
  compartment: string,
  asked: Asked,
): Promise<{ looks: Look[]; before: number | null }> {
  const [rows, names] = await Promise.all([
    entries.ofCompartment(within.tx, compartment, page + 1, asked.before),
    nameMembers(within),
  ])
  const shown = rows.slice(0, page)
  const looks = fold(shown, (row) => openIfWhole(within, row, compartment), whoShows(names, asked), asked.reader)
  return { looks, before: rows.length > page ? shown.at(-1)!.number : null }
}

type WhoShows = (row: EntryRow, detail: EntryDetail) => Look['who']

function whoShows(names: Map<string, NamedMember>, { reader, hidden, allHidden }: Asked): WhoShows {
  const roles = new Map<string, number>()
  for (const { id, role } of names.values())
    if (allHidden || hidden.includes(id)) roles.set(role.toLowerCase(), (roles.get(role.toLowerCase()) ?? 0) + 1)
  /** A role that one hidden person has is as good as a name: the others who have it are named beside. */
  const roleAlone = (role: string) =>
    (roles.get(role.toLowerCase()) ?? 0) > 1 && role !== '' ? role : 'Member of staff'
  return ({ actor_kind: kind, actor, outcome }, { support }) => {
    if (kind === 'patient-link') {
      const whose = outcome === 'refused' ? 'Somebody who had the link' : reader === 'patient' ? 'You' : 'The patient'
      return { kind: 'patient', name: whose, role: 'by a link from the practice' }
    }
    if (kind === 'operator') return { kind: 'operator', name: null, role: 'The company that runs the computer system' }
    if (kind === 'support') {
      const name = reader === 'patient' ? null : (support ?? null)
      return { kind: 'support', name, role: 'Technical support, let in by the practice' }
    }
    if (kind !== 'member' || actor === null)
      return { kind: 'candour', name: null, role: 'The computer system, by itself' }
    const named = names.get(actor)
    if (named === undefined) return { kind: 'staff', name: null, role: 'Member of staff' }
    if (allHidden || hidden.includes(actor)) return { kind: 'staff', name: null, role: roleAlone(named.role) }
    return { kind: 'staff', name: named.name, role: named.role }
  }
}

interface Folded {
  look: Look
  reasons: Set<string>
}

/** Of rows from the newest on. What others do meanwhile does not part a sitting; a day does. */
function fold(
  rows: EntryRow[],
  open: (row: EntryRow) => EntryDetail | null,
  who: WhoShows,
  reader: Asked['reader'],
): Look[] {
  const folded: Folded[] = []
  const sittings = new Map<string, Folded>()
  for (const row of rows) {
    const detail = open(row)
    if (detail === null) {
      folded.push({ look: alteredLook(row), reasons: new Set() })
      continue
    }
    const isRefused = row.outcome === 'refused'
    const of = `${row.actor_kind} ${row.actor ?? ''} ${isRefused} ${showDay(row.at)} ${detail.removedAt ?? ''}`
    const found = sittings.get(of)
    const isMachine = row.actor === null
    const goesOn = found !== undefined && (isMachine || Date.parse(found.look.from) - row.at.getTime() <= pauseMs)
    const sitting = goesOn ? found : begin(row, detail, who)
    if (!goesOn) {
      folded.push(sitting)
      sittings.set(of, sitting)
    }
    addTo(sitting, row, detail, reader)
  }
  return folded.map(({ look, reasons }) => ({ ...look, why: reasons.size === 0 ? null : [...reasons].join('; ') }))
}

/** Of what it says nothing is told: not even who it was is sure. */
function alteredLook({ number, at }: EntryRow): Look {
  const when = at.toISOString()
  const what = 'This line, or its place in this list, was altered from outside the computer system'
  return {
    number,
    from: when,
    to: when,
    who: { kind: 'unknown', name: null, role: 'Not known' },
    acts: [{ kind: 'altered', what, count: 1 }],
    why: null,
    removedAt: null,
  }
}

function begin(row: EntryRow, detail: EntryDetail, who: WhoShows): Folded {
  const at = row.at.toISOString()
  const shown = { number: row.number, from: at, to: at, who: who(row, detail), acts: [], why: null }
  return { look: { ...shown, removedAt: detail.removedAt ?? null }, reasons: new Set() }
}

function addTo({ look, reasons }: Folded, row: EntryRow, detail: EntryDetail, reader: Asked['reader']): void {
  look.from = row.at.toISOString()
  const { kind, what } = layWords(row.verb, row.outcome)
  const same = look.acts.find((act) => act.what === what)
  if (same === undefined) look.acts.push({ kind, what, count: 1 })
  else same.count += 1
  const why = whyOf(row, detail, reader)
  if (why !== null) reasons.add(why)
}

/** What staff wrote was not written for the patient, and may name somebody else: they are told what the closed list says. */
function whyOf(row: EntryRow, detail: EntryDetail, reader: Asked['reader']): string | null {
  const { verb, actor_kind: kind } = row
  const { reason } = detail
  // Who is at risk stands beside the link, and in no list that is printed.
  if (verb.startsWith('access-link.')) return null
  if (reader !== 'patient')
    return reason === undefined || !tellsWords(reader, row, detail, 'of-activity') ? null : inWords(verb, reason)
  if (kind === 'support') return 'The practice asked for technical help'
  return verb === 'glass.break' && reason !== undefined ? (glassWords(reason)?.said ?? null) : null
}

function inWords(verb: string, reason: string): string {
  const glass = verb === 'glass.break' ? glassWords(reason) : null
  return glass === null ? reason : `${glass.said}: ${glass.rest}`
}

/** `emergency: Collapsed in the waiting room`. */
function glassWords(reason: string): { said: string; rest: string } | null {
  const code = reason.split(':', 1)[0]!
  if (!Object.hasOwn(glassReasons, code)) return null
  return { said: glassReasons[code as keyof typeof glassReasons], rest: reason.slice(code.length + 1).trim() }
}
