import { timelineKinds, type patientRoutes, type TimelineItem } from '@candour/contract/patients.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { listResources, type ListedResource } from '../resources/list-summaries.ts'
import { openPatientKey } from './open-patient.ts'

const page = 50
type Kind = (typeof timelineKinds)[number]
type Timeline = OutputOf<typeof patientRoutes.timeline>

/** The record's notes and documents, newest first. Cursors are sealed: they say nothing to whoever sees them. */
export async function readTimeline(
  call: Call<{ id: string; kind: Kind; cursor?: string | undefined }>,
): Promise<Outcome<Timeline>> {
  const key = await openPatientKey(call, call.input.id)
  const all = (await listResources(call, key, ['Composition', 'DocumentReference'])).toSorted(newestFirst)
  const counts = Object.fromEntries(timelineKinds.map((kind) => [kind, 0])) as Record<Kind, number>
  for (const { summary } of all) {
    counts.all += 1
    if (summary.kind in counts) counts[summary.kind as Kind] += 1
  }
  const shown = call.input.kind === 'all' ? all : all.filter((one) => one.summary.kind === call.input.kind)
  const start = call.input.cursor === undefined ? 0 : openCursor(call, key.compartment, call.input.cursor)
  const items = shown.slice(start, start + page).map(itemOf)
  const next = start + page
  const cursor = next < shown.length ? sealCursor(call, key.compartment, next) : null
  return { output: { items, counts, cursor }, subjects: [key.compartment] }
}

function newestFirst(a: ListedResource, b: ListedResource): number {
  return a.summary.at < b.summary.at ? 1 : a.summary.at > b.summary.at ? -1 : a.id < b.id ? 1 : -1
}

function itemOf({ type, id, version, summary }: ListedResource): TimelineItem {
  const { kind, title, at, author, preview } = summary
  return { kind: kind as TimelineItem['kind'], type, id, version, title, at, author: author.name, preview }
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
