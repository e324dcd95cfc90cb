/** The course of a measurement: from what the timeline lists to lines on a chart. */
import type { TimelineItem } from '@candour/contract/timeline.ts'

export interface CoursePoint {
  item: TimelineItem
  time: number
  value: number
}

export interface CourseLine {
  label: string
  points: CoursePoint[]
}

export interface Course {
  unit: string
  lines: CourseLine[]
  low: number | null
  high: number | null
  /** Measurements that can't stand on this chart: no date, another unit, entered in error. */
  left: number
}

/** Oldest first. The newest names the unit; what came in another unit is counted, never converted. */
export function courseOf(items: readonly TimelineItem[]): Course | null {
  const sound = items.filter(
    ({ standing, at, measured }) => standing !== 'in-error' && at !== '' && measured.length > 0,
  )
  const newest = sound[0]?.measured
  if (newest === undefined) return null
  const unit = newest[0]?.unit ?? ''
  const lines = newest
    .filter((part) => part.unit === unit)
    .map(({ label }) => ({ label, points: pointsOf(sound, label, unit, newest.length === 1) }))
  const shown = new Set(lines.flatMap(({ points }) => points.map(({ item }) => item.id)))
  const only = newest.length === 1 ? newest[0] : undefined
  return { unit, lines, low: only?.low ?? null, high: only?.high ?? null, left: items.length - shown.size }
}

function pointsOf(items: readonly TimelineItem[], label: string, unit: string, single: boolean): CoursePoint[] {
  return items
    .flatMap((item) => {
      const part = item.measured.find((one) => one.unit === unit && (single || one.label === label))
      return part === undefined ? [] : [{ item, time: Date.parse(item.at), value: part.value }]
    })
    .toReversed()
}
