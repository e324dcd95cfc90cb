import { timelineKinds, type TimelineItem, type timelineRoute } from '@candour/contract/timeline.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { listResources, type ListedResource } from '../resources/list-summaries.ts'
import { resourceId } from '../resources/resource-id.ts'
import { openPatientKey } from './open-patient.ts'
import { overviewOf } from './overview.ts'
import { itemOf } from './timeline-item.ts'

const page = 50
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
  const { id, kind, year, cursor } = call.input
  const key = await openPatientKey(call, id)
  const all = (await listResources(call, key)).filter(({ summary }) => summary.kind !== 'patient').toSorted(newestFirst)
  const asked = all.filter(isAskedFor(call, all))
  const shown = asked.slice(year === undefined ? 0 : firstOf(asked, year))
  const start = cursor === undefined ? 0 : openCursor(call, key.compartment, cursor)
  const next = start + page
  const wantsOverview = kind === 'all' && asked.length === all.length && year === undefined && cursor === undefined
  const output = {
    items: shown.slice(start, next).map((one) => itemOf(call, one)),
    counts: countKinds(all),
    years: countYears(asked),
    total: asked.length,
    cursor: next < shown.length ? sealCursor(call, key.compartment, next) : null,
    overview: wantsOverview ? overviewOf(all.map((one) => itemOf(call, one))) : null,
  }
  return { output, subjects: [key.compartment] }
}

/** By moment, then id and type, so that pages never overlap. What has no date comes last. */
function newestFirst(a: ListedResource, b: ListedResource): number {
  if (a.summary.at !== b.summary.at) return a.summary.at < b.summary.at ? 1 : -1
  if (a.id !== b.id) return a.id < b.id ? 1 : -1
  return a.type < b.type ? 1 : -1
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

function sealCursor({ vault, keys }: Call<unknown>, patient: string, start: number): string {
  return vault.seal(keys.record, place(patient), Buffer.from(String(start))).toString('base64url')
}

function openCursor({ vault, keys }: Call<unknown>, patient: string, cursor: string): number {
  try {
    return Number(vault.open(keys.record, place(patient), Buffer.from(cursor, 'base64url')).toString())
  } catch {
    throw new AppError('input.invalid', [{ path: 'cursor', message: 'This cursor is not one that Candour gave out.' }])
  }
}
