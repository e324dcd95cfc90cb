import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { showDay, showWeekday } from '@candour/contract/formatting.ts'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Lock } from '../../ui/lock.tsx'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { dayOf, shortDayOf, timeOf } from './day-of.ts'
import { byLine } from './kind-words.ts'
import { OpenedLock } from './opened-lock.tsx'

interface RowProps {
  patient: string
  item: TimelineItem
  selected: boolean
  /** Kinds stand beside each other, so each says which it is. */
  mixed: boolean
  /** Still to come: with its weekday, and its year when it is another one. */
  coming?: boolean
  /** What stands inside of it, under its own line. */
  children?: ReactNode
}

export function TimelineRow({ patient, item, selected, mixed, coming = false, children }: RowProps) {
  const { type, id, at, title, value, preview, standing } = item
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <li ref={row}>
      <Link
        to="/patients/$patient/timeline/$type/$item"
        params={{ patient, type, item: id }}
        className={standing === 'in-error' ? 'timeline-row in-error' : 'timeline-row'}
        aria-current={selected ? 'true' : undefined}
        resetScroll={false}
      >
        <span className="timeline-day">{shortDayOf(at)}</span>
        <span className="timeline-words">
          <span className="timeline-title">
            {title === '' ? 'Untitled' : title}
            {value !== '' && <span className="timeline-value"> {unitInWords(value)}</span>}
          </span>
          <span className="timeline-by">
            {[...byLine(item, mixed), coming ? comingAt(at) : timeOf(at)].filter(Boolean).join(' · ')}
          </span>
          {preview !== '' && (
            <span className="timeline-preview">
              <DatedText text={preview} />
            </span>
          )}
        </span>
        {selected ? <OpenedLock type={type} id={id} /> : <Lock state="sealed" />}
      </Link>
      {children}
    </li>
  )
}

/** `Monday 10:40`; with its year when that is another one. */
function comingAt(at: string): string {
  const time = timeOf(at)
  const words = time === null ? '' : `${showWeekday(at)} ${time}`
  return dayOf(at).slice(-4) === showDay(new Date()).slice(-4) ? words : `${words} ${dayOf(at)}`.trim()
}
