/**
 * A measurement over time. The arrow keys go from one to the next, as the pointer does; what is pointed at is said in
 * words below, and all of it stands in a table.
 */
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import { showDay } from '@candour/contract/formatting.ts'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { dayOf } from '../patients/day-of.ts'
import { numberScale, placeOn, timeScale } from './chart-scale.ts'
import type { Course } from './course.ts'

const height = 240
const left = 48
const right = 12
const top = 12
const bottom = 28
/** Before it is measured. */
const usualWidth = 640
const shapes = ['solid', 'dashed', 'dotted'] as const

/** Drawn at its own width, so that its words keep their size on a phone. */
function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(usualWidth)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(Math.max(240, element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}

interface CourseChartProps {
  name: string
  course: Course
  /** The one that is open: it is marked. */
  open: string
}

export function CourseChart({ name, course, open }: CourseChartProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const { lines, low, high } = course
  const unit = unitInWords(course.unit)
  const first = lines[0]?.points ?? []
  const opened = first.findIndex(({ item }) => item.id === open)
  const width = useWidth(box)
  const [at, setAt] = useState(opened === -1 ? first.length - 1 : opened)
  const limits = [low, high].filter((limit) => limit !== null)
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value))
  const y = numberScale([...values, ...limits])
  const x = timeScale(first.map(({ time }) => time))
  const across = (time: number) => left + placeOn(x, time, width - left - right)
  const up = (value: number) => height - bottom - placeOn(y, value, height - top - bottom)
  const chosen = first[Math.min(at, first.length - 1)]
  if (chosen === undefined) return null
  const words = `${dayOf(chosen.item.at)}: ${unitInWords(chosen.item.value)}`

  const press = (event: KeyboardEvent) => {
    const last = first.length - 1
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: last }[
      event.key
    ]
    if (to === undefined) return
    event.preventDefault()
    setAt(Math.min(Math.max(0, to), last))
  }
  const point = (event: PointerEvent) => {
    const place = box.current?.getBoundingClientRect()
    if (place === undefined) return
    const here = ((event.clientX - place.left) / place.width) * width
    const distances = first.map(({ time }) => Math.abs(across(time) - here))
    setAt(distances.indexOf(Math.min(...distances)))
  }
  return (
    <figure className="course">
      {lines.length > 1 && (
        <ul className="course-key">
          {lines.map(({ label }, place) => (
            <li key={label}>
              <svg width="28" height="8" aria-hidden="true">
                <line x1="0" x2="28" y1="4" y2="4" className={`course-line ${shapes[place] ?? 'dotted'}`} />
              </svg>
              {label}
            </li>
          ))}
        </ul>
      )}
      <div
        ref={box}
        className="course-box"
        role="slider"
        tabIndex={0}
        aria-label={`${name} over time`}
        aria-valuemin={1}
        aria-valuemax={first.length}
        aria-valuenow={at + 1}
        aria-valuetext={words}
        aria-describedby={`${id}-range`}
        onKeyDown={press}
        onPointerMove={point}
        onPointerDown={point}
      >
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {limits.length > 0 && (
            <rect
              className="course-band"
              x={left}
              width={width - left - right}
              y={up(high ?? y.to)}
              height={up(low ?? y.from) - up(high ?? y.to)}
            />
          )}
          {y.ticks.map((tick) => (
            <g key={tick}>
              <line className="course-grid" x1={left} x2={width - right} y1={up(tick)} y2={up(tick)} />
              <text x={left - 8} y={up(tick) + 4} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {datesOf(width < 480 ? x.ticks.filter((_, place) => place % 2 === 0) : x.ticks, x.to - x.from).map(
            ({ time, label, anchor }) => (
              <text key={label} x={across(time)} y={height - 8} textAnchor={anchor}>
                {label}
              </text>
            ),
          )}
          <line className="course-at" x1={across(chosen.time)} x2={across(chosen.time)} y1={top} y2={height - bottom} />
          {lines.map(({ label, points }, place) => (
            <g key={label}>
              <polyline
                className={`course-line ${shapes[place] ?? 'dotted'}`}
                points={points.map(({ time, value }) => `${across(time).toFixed(1)},${up(value).toFixed(1)}`).join(' ')}
              />
              {points.map(({ item, time, value }) => (
                <circle
                  key={item.id}
                  className={item.id === open ? 'course-point open' : 'course-point'}
                  cx={across(time)}
                  cy={up(value)}
                  r={item.id === chosen.item.id ? 5 : 3}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <figcaption>
        <span aria-hidden="true">
          <span className="fixed">{dayOf(chosen.item.at)}</span> <b>{unitInWords(chosen.item.value)}</b>
        </span>
        <span className="quiet" id={`${id}-range`}>
          {limits.length > 0 && `Usual range ${[low ?? '–', high ?? '–'].join(' to ')} ${unit}, shaded`}
          {limits.length === 0 &&
            unit !== '' &&
            (unit.startsWith('per ') ? unit[0]!.toUpperCase() + unit.slice(1) : `In ${unit}`)}
        </span>
      </figcaption>
    </figure>
  )
}

const year = 365 * 86_400_000

/** Years alone where they are far apart, months where they are near; never the same words twice. */
function datesOf(times: readonly number[], span: number) {
  const words = (time: number) => {
    const day = showDay(new Date(time))
    if (span > 4 * year) return day.slice(-4)
    return span > year / 4 ? day.slice(3) : day
  }
  const seen = new Set<string>()
  return times.flatMap((time, place) => {
    const label = words(time)
    if (seen.has(label)) return []
    seen.add(label)
    const anchor = times.length === 1 ? 'middle' : place === 0 ? 'start' : place === times.length - 1 ? 'end' : 'middle'
    return [{ time, label, anchor } as const]
  })
}
