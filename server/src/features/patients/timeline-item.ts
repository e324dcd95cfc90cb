import type { TimelineItem } from '@candour/contract/timeline.ts'
import type { ListedResource } from '../resources/list-summaries.ts'

/** A record's resource as the chart lists it. */
export function itemOf({ type, id, version, summary }: ListedResource): TimelineItem {
  const { kind, title, at, author, preview, standing, state, value, code, measured } = summary
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
  }
}
