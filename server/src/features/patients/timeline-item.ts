import type { TimelineItem } from '@candour/contract/timeline.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import type { ListedResource } from '../resources/list-summaries.ts'
import { resourceId } from '../resources/resource-id.ts'

/** A record's resource as the chart lists it. */
export function itemOf(within: Within, { type, id, version, summary }: ListedResource): TimelineItem {
  const { kind, title, at, author, preview, standing, state, value, code, measured, encounter } = summary
  return {
    kind: kind as TimelineItem['kind'],
    type,
    id,
    version,
    title,
    at,
    author: author.name,
    preview,
    standing: standing ?? 'none',
    state: state ?? '',
    value: value ?? '',
    code: measured === undefined ? '' : (code ?? ''),
    measured: measured ?? [],
    encounter: encounter === undefined ? '' : resourceId(within, 'Encounter', encounter),
  }
}
