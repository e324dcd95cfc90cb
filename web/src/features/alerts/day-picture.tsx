/** What a member did around an alert: each act as a point on a line of time, what the alert comes from raised above it; then in words. */
import { showTime, showWeekday } from '@candour/contract/formatting.ts'
import type { Alert, AlertDay } from '@candour/contract/alerts.ts'
import { SectionHead } from '../../ui/page.tsx'
import './day-picture.css'
import { gathered, hoursOf, placeIn, usualParts } from './day-line.ts'

const words: Record<AlertDay['points'][number]['kind'], string> = {
  opened: 'opened',
  changed: 'changed',
  'signed-in': 'signed in',
  refused: 'was refused',
}

export function DayPicture({ alert: { who }, day }: { alert: Alert; day: AlertDay }) {
  const { points, usual } = day
  const marked = points.filter((point) => point.marked)
  const first = points[0]!
  const last = points.at(-1)!
  const ends = `from ${showWeekday(first.at)} ${showTime(first.at)} to ${showWeekday(last.at)} ${showTime(last.at)}`
  return (
    <section>
      <SectionHead title={`What ${who?.name ?? 'they'} did around it`} />
      <figure className="day-picture">
        <div
          className="day-line"
          role="img"
          aria-label={`${points.length} acts ${ends}; ${marked.length} of them are what the alert comes from`}
        >
          {usualParts(day).map(([from, to]) => (
            <i key={from} className="day-usual" style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
          ))}
          {hoursOf(day).map(({ place, label, isMidnight }) => (
            <i
              key={label + place}
              className={isMidnight ? 'day-hour midnight' : 'day-hour'}
              style={{ left: `${place * 100}%` }}
            >
              <span>{label}</span>
            </i>
          ))}
          {gathered(day).map(({ at, kind, marked: isMarked, count }) => (
            <i
              key={`${at} ${kind} ${isMarked}`}
              className={`day-point ${kind}${isMarked ? ' marked' : ''}${count > 4 ? ' many' : ''}`}
              style={{ left: `${placeIn(day, at) * 100}%` }}
              title={`${showTime(at)} ${words[kind]}${count > 1 ? `, ${count} times` : ''}`}
            />
          ))}
        </div>
        <figcaption>
          <span className="day-key">
            <i className="day-point marked" /> What the alert comes from
          </span>
          <span className="day-key">
            <i className="day-point opened" /> Opened
          </span>
          <span className="day-key">
            <i className="day-point changed" /> Changed
          </span>
          <span className="day-key">
            <i className="day-point signed-in" /> Signed in, or refused
          </span>
          {usual !== null && (
            <span className="day-key">
              <i className="day-band" /> Usually at work
            </span>
          )}
        </figcaption>
        <p className="second">
          {points.length} {points.length === 1 ? 'act' : 'acts'} {ends}. The alert comes from{' '}
          {marked.length === 0
            ? 'an earlier day as well'
            : marked
                .map(({ at }) => showTime(at))
                .slice(0, 6)
                .join(', ')}
          {marked.length > 6 && ` and ${marked.length - 6} more`}.
        </p>
      </figure>
    </section>
  )
}
