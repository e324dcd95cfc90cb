import { entryGroups, routineVerbs, type EntryGroup, type entryKinds } from '@candour/contract/entries.ts'
import { breather } from '../../platform/breathe.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import { findEntries, type EntryFilter } from '../../platform/ledger/find-entries.store.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'
import { patientCompartment } from '../patients/patient-compartment.ts'
import { openIfWhole, placeOf } from './open-if-whole.ts'

export interface EntryFilterAsked {
  kind: (typeof entryKinds)[number]
  group?: EntryGroup | undefined
  member?: string | undefined
  patient?: string | undefined
  from?: string | undefined
  to?: string | undefined
  place?: string | undefined
  session?: string | undefined
  routine: 'shown' | 'folded'
}

export const pageSize = 50

/** Rows that one question looks at, and entries that it opens, at most; then it says how far it came. */
const mostLooked = 40_000
const mostOpened = 2000
const mostCounted = 10_000
const firstLook = 400
const openedAtOnce = 250

/** What of a filter the database is asked. Throws `patient.not_found`. */
export async function storeFilterOf(within: Within, asked: EntryFilterAsked): Promise<EntryFilter> {
  const { kind, group, member = null, patient, from = null, to = null, routine } = asked
  return {
    outcome: kind === 'all' ? null : kind,
    member,
    about: patient === undefined ? null : (await patientCompartment(within, patient)).compartment,
    verbs: group === undefined ? null : entryGroups[group],
    without: routine === 'folded' ? routineVerbs : [],
    from,
    to,
  }
}

type Fits = (detail: EntryDetail) => boolean

/** What lies sealed is looked for in each entry; one that was altered can't be ruled out. */
function fitsOf({ place, session }: Pick<EntryFilterAsked, 'place' | 'session'>): Fits | null {
  if (place === undefined && session === undefined) return null
  const words = place?.toLocaleLowerCase('en-GB')
  return (detail) =>
    (session === undefined || detail.session === session) &&
    (words === undefined || placeOf(detail).toLocaleLowerCase('en-GB').includes(words))
}

/** Newest first, `want` at most; `next` is where to look further back, null when there is nothing older. */
export function searchEntries(
  within: Within,
  filter: EntryFilter,
  asked: Pick<EntryFilterAsked, 'place' | 'session'>,
  before: number | undefined,
  want: number,
): Promise<{ rows: EntryRow[]; next: number | null }> {
  return searchBy(within, filter, fitsOf(asked), before, want)
}

export async function searchBy(
  within: Within,
  filter: EntryFilter,
  fits: Fits | null,
  before: number | undefined,
  want: number,
): Promise<{ rows: EntryRow[]; next: number | null }> {
  const { tx } = within
  const stretch = await findEntries.stretchOf(tx, filter, before ?? Number.MAX_SAFE_INTEGER)
  const breathe = breather()
  const rows: EntryRow[] = []
  let at = stretch.before
  let looked = 0
  let opened = 0
  for (let look = firstLook; looked < mostLooked && opened < mostOpened; look = Math.min(look * 5, mostLooked)) {
    // One more than is wanted says whether there is anything older.
    const most = fits === null ? want - rows.length + 1 : openedAtOnce
    const page = await findEntries.page(tx, filter, { before: at, least: stretch.least }, { most, look })
    looked += Math.max(page.looked, 1)
    for (const row of page.rows) {
      const detail = fits === null ? null : openIfWhole(within, row, filter.about)
      opened += fits === null ? 0 : 1
      if (fits !== null && detail !== null && !fits(detail)) continue
      if (rows.length === want) return { rows, next: rows.at(-1)!.number }
      rows.push(row)
      await breathe()
    }
    if (page.floor === null) return { rows, next: null }
    at = page.floor
  }
  return { rows, next: at }
}

/** Null where nothing is asked that makes it fewer, and for what lies sealed. */
export async function countMatching(
  { tx }: Pick<Within, 'tx'>,
  filter: EntryFilter,
  { place, session }: Pick<EntryFilterAsked, 'place' | 'session'>,
): Promise<{ count: number; isAll: boolean } | null> {
  const { outcome, member, about, verbs, from, to } = filter
  const isPlain = [outcome, member, about, verbs, from, to].every((one) => one === null)
  if (isPlain || place !== undefined || session !== undefined) return null
  const stretch = await findEntries.stretchOf(tx, filter, Number.MAX_SAFE_INTEGER)
  return findEntries.count(tx, filter, stretch, mostCounted)
}
