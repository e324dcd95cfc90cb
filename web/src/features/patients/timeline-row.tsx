import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Lock } from '../../ui/lock.tsx'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { shortDayOf, timeOf } from './day-of.ts'
import { byLine } from './kind-words.ts'
import { OpenedLock } from './opened-lock.tsx'

interface RowProps {
  patient: string
  item: TimelineItem
  selected: boolean
  /** Kinds stand beside each other, so each says which it is. */
  mixed: boolean
}

export function TimelineRow({ patient, item, selected, mixed }: RowProps) {
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
          <span className="timeline-by">{[...byLine(item, mixed), timeOf(at)].filter(Boolean).join(' · ')}</span>
          {preview !== '' && (
            <span className="timeline-preview">
              <DatedText text={preview} />
            </span>
          )}
        </span>
        {selected ? <OpenedLock type={type} id={id} /> : <Lock state="sealed" />}
      </Link>
    </li>
  )
}
