/** A day as a line: where each moment stands on it, from 0 to 1. */
import { showTime, showWeekday } from '@candour/contract/formatting.ts'
import type { AlertDay } from '@candour/contract/alerts.ts'

type Line = Pick<AlertDay, 'from' | 'to'>
type Point = AlertDay['points'][number]

const hour = 3_600_000

export function placeIn({ from, to }: Line, at: string | number): number {
  const time = typeof at === 'number' ? at : Date.parse(at)
  return (time - Date.parse(from)) / (Date.parse(to) - Date.parse(from))
}

/** Full hours on the line, by the clock on the wall. */
function clocksOf({ from, to }: Line): { at: number; clock: number }[] {
  const first = Math.ceil(Date.parse(from) / hour) * hour
  const clocks: { at: number; clock: number }[] = []
  for (let at = first; at <= Date.parse(to); at += hour)
    clocks.push({ at, clock: Number(showTime(new Date(at)).slice(0, 2)) })
  return clocks
}

/** Every third hour, midnight with the day that begins. */
export function hoursOf(line: Line): { place: number; label: string; isMidnight: boolean }[] {
  return clocksOf(line)
    .filter(({ clock }) => clock % 3 === 0)
    .map(({ at, clock }) => {
      const isMidnight = clock === 0
      const label = isMidnight ? showWeekday(new Date(at)).slice(0, 3) : String(clock).padStart(2, '0')
      return { place: placeIn(line, at), label, isMidnight }
    })
}

/** The parts of the line that lie in the hours in which they usually work on weekdays. */
export function usualParts(day: Pick<AlertDay, 'from' | 'to' | 'usual'>): [from: number, to: number][] {
  const { usual } = day
  if (usual === null) return []
  const parts: [number, number][] = []
  for (const { at, clock } of clocksOf(day)) {
    const isUsual = clock >= usual.from && clock < usual.to && !showWeekday(new Date(at)).startsWith('S')
    if (!isUsual) continue
    const [from, to] = [placeIn(day, at), Math.min(1, placeIn(day, at + hour))]
    const last = parts.at(-1)
    if (last !== undefined && Math.abs(last[1] - from) < 1e-9) last[1] = to
    else parts.push([from, to])
  }
  return parts
}

/** What would lie on each other as one point, with how often. */
export function gathered(day: Pick<AlertDay, 'from' | 'to' | 'points'>): (Point & { count: number })[] {
  const kept: (Point & { count: number })[] = []
  for (const point of day.points) {
    const near = kept.findLast(({ kind, marked }) => kind === point.kind && marked === point.marked)
    if (near !== undefined && placeIn(day, point.at) - placeIn(day, near.at) < 0.012) near.count += 1
    else kept.push({ ...point, count: 1 })
  }
  return kept
}
