import { timelineKinds, type TimelineItem, type timelineRoute } from '@candour/contract/timeline.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { listResources, type ListedResource, type Listing } from '../resources/list-summaries.ts'
import { resourceId } from '../resources/resource-id.ts'
import { openPatientKey } from './open-patient.ts'
import { overviewOf } from './overview.ts'
import { itemOf } from './timeline-item.ts'

const pageSize = 50
type Kind = (typeof timelineKinds)[number]
type Timeline = OutputOf<typeof timelineRoute>

interface Asked {
  id: string
  kind: Kind
  year?: string | undefined
  code?: string | undefined
  encounter?: string | undefined
  cursor?: string | undefined
}

/** What the record holds, newest first. Cursors are sealed: they say nothing to whoever sees them. */
export async function readTimeline(call: Call<Asked>): Promise<Outcome<Timeline>> {
  const { id, kind, year, code, encounter, cursor } = call.input
  const key = await openPatientKey(call, id)
  const listing = await listResources(call, key)
  const isFirst = kind === 'all' && [year, code, encounter, cursor].every((part) => part === undefined)
  const output = isFirst ? firstPageOf(call, key, listing) : pageOf(call, key, listing)
  return { output, subjects: [key.compartment] }
}

interface FirstPage {
  /** Where the next one starts. */
  next: number | null
  page: Omit<Timeline, 'cursor'>
}

/** Made once for what `listResources` keeps, and gone with it. */
const firstPages = new WeakMap<Listing, FirstPage>()

/** The first page of everything, with what matters at a glance. */
export function firstPageOf(within: Within, key: CompartmentKey, listing: Listing): Timeline {
  const made = firstPages.get(listing) ?? makeFirstPage(within, listing)
  firstPages.set(listing, made)
  return { ...made.page, cursor: made.next === null ? null : sealCursor(within, key.compartment, made.next) }
}

function makeFirstPage(within: Within, listing: Listing): FirstPage {
  const all = shownOf(listing)
  const items = all.map((one) => itemOf(within, one))
  const page = {
    items: items.slice(0, pageSize),
    counts: countKinds(all),
    years: countYears(all),
    total: all.length,
    overview: overviewOf(items),
  }
  return { page, next: all.length > pageSize ? pageSize : null }
}

/** The patient is shown by the banner. */
function shownOf({ resources }: Listing): ListedResource[] {
  return resources.filter(({ summary }) => summary.kind !== 'patient')
}

function pageOf(call: Call<Asked>, key: CompartmentKey, listing: Listing): Timeline {
  const { year, cursor } = call.input
  const all = shownOf(listing)
  const asked = all.filter(isAskedFor(call, all))
  const shown = asked.slice(year === undefined ? 0 : firstOf(asked, year))
  const start = cursor === undefined ? 0 : openCursor(call, key.compartment, cursor)
  const next = start + pageSize
  return {
    items: shown.slice(start, next).map((one) => itemOf(call, one)),
    counts: countKinds(all),
    years: countYears(asked),
    total: asked.length,
    cursor: next < shown.length ? sealCursor(call, key.compartment, next) : null,
    overview: null,
  }
}

/** Throws `resource.not_found` for an encounter that this record doesn't have. */
function isAskedFor(call: Call<Asked>, all: readonly ListedResource[]) {
  const { kind, code, encounter } = call.input
  const within = encounter === undefined ? undefined : resourceId(call, 'Encounter', encounter)
  if (within !== undefined && !all.some((one) => one.type === 'Encounter' && one.id === within))
    throw new AppError('resource.not_found')
  return ({ summary }: ListedResource) =>
    (kind === 'all' || summary.kind === kind) &&
    (code === undefined || (summary.code === code && summary.measured !== undefined)) &&
    (within === undefined ||
      (summary.encounter !== undefined && resourceId(call, 'Encounter', summary.encounter) === within))
}

function countKinds(all: readonly ListedResource[]): Timeline['counts'] {
  const counts = Object.fromEntries(timelineKinds.map((kind) => [kind, 0])) as Record<Kind, number>
  counts.all = all.length
  for (const { summary } of all) counts[summary.kind as TimelineItem['kind']] += 1
  return counts
}

function countYears(items: readonly ListedResource[]): Timeline['years'] {
  const years = new Map<string, number>()
  for (const { summary } of items) {
    const year = summary.at.slice(0, 4)
    if (year !== '') years.set(year, (years.get(year) ?? 0) + 1)
  }
  return [...years].map(([year, count]) => ({ year, count }))
}

/** Where this year begins in what is sorted newest first; the end when all of it happened later. */
function firstOf(items: readonly ListedResource[], year: string): number {
  const at = items.findIndex(({ summary }) => summary.at.slice(0, 4) <= year)
  return at === -1 ? items.length : at
}

function place(patient: string) {
  return { table: 'timeline', field: 'cursor', record: patient, revision: 1, schema: 1 }
}

function sealCursor({ vault, keys }: Pick<Within, 'vault' | 'keys'>, patient: string, start: number): string {
  return vault.seal(keys.record, place(patient), Buffer.from(String(start))).toString('base64url')
}

function openCursor({ vault, keys }: Call<unknown>, patient: string, cursor: string): number {
  try {
    return Number(vault.open(keys.record, place(patient), Buffer.from(cursor, 'base64url')).toString())
  } catch {
    throw new AppError('input.invalid', [{ path: 'cursor', message: 'This cursor is not one that Candour gave out.' }])
  }
}
