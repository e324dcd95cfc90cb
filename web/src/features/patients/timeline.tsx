import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import type { TimelineItem } from '@candour/contract/patients.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Lock } from '../../ui/lock.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { dayOf, shortDayOf, timeOf } from './day-of.ts'
import { OpenedLock } from './opened-lock.tsx'
import { byYear, useTimeline, type TimelineKind } from './timeline.ts'
import './timeline.css'

const kindWords: readonly [TimelineKind, string][] = [
  ['all', 'All'],
  ['note', 'Notes'],
  ['image', 'Images'],
  ['file', 'Files'],
  ['document', 'Documents'],
]

export function Timeline({ patient, selected }: { patient: string; selected: string | undefined }) {
  const [kind, setKind] = useState<TimelineKind>('all')
  const timeline = useTimeline(patient, kind)
  const pages = timeline.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const counts = pages[0]?.counts
  if (timeline.error !== null && pages.length === 0)
    return (
      <div className="pane">
        <Failure error={timeline.error} heading="The timeline can’t be shown" again={() => void timeline.refetch()} />
      </div>
    )
  return (
    <>
      <div className="timeline-filters chips" role="group" aria-label="Show" hidden={counts?.all === 0}>
        {kindWords
          .filter(([each]) => each === 'all' || each === kind || (counts?.[each] ?? 0) > 0)
          .map(([each, words]) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={kind === each}
              onClick={() => setKind(each)}
            >
              {words} {counts !== undefined && showCount(counts[each] ?? 0)}
            </button>
          ))}
      </div>
      {timeline.data === undefined && (
        <div className="pane">
          <Loading lines={7} what="Loading the timeline" />
        </div>
      )}
      {counts?.all === 0 && (
        <div className="pane">
          <Empty
            heading="Nothing in this record yet"
            text="A new note starts at the top right. Photos and documents are added under Files."
          />
        </div>
      )}
      {byYear(items, dayOf).map(({ year, items: inYear }) => (
        <section key={year} aria-label={year}>
          <h2 className="timeline-year">{year}</h2>
          <ul className="rows">
            {inYear.map((item) => (
              <TimelineRow
                key={`${item.type}/${item.id}`}
                patient={patient}
                item={item}
                selected={item.id === selected}
              />
            ))}
          </ul>
        </section>
      ))}
      {timeline.hasNextPage && (
        <div className="timeline-more">
          <button type="button" className="button" onClick={() => void timeline.fetchNextPage()}>
            {timeline.isFetchingNextPage ? 'Fetching older ones' : 'Show older ones'}
          </button>
          <span className="second">
            {showCount(items.length)} of {showCount(counts?.[kind] ?? items.length)} shown
          </span>
        </div>
      )}
    </>
  )
}

function TimelineRow({ patient, item, selected }: { patient: string; item: TimelineItem; selected: boolean }) {
  const time = timeOf(item.at)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <li ref={row}>
      <Link
        to="/patients/$patient/timeline/$type/$item"
        params={{ patient, type: item.type, item: item.id }}
        className="timeline-row"
        aria-current={selected ? 'true' : undefined}
        resetScroll={false}
      >
        <span className="timeline-day">{shortDayOf(item.at)}</span>
        <span className="timeline-words">
          <span className="timeline-title">{item.title === '' ? 'Untitled' : item.title}</span>
          <span className="timeline-by">{[item.author, time].filter(Boolean).join(' · ')}</span>
          {item.preview !== '' && (
            <span className="timeline-preview">
              <DatedText text={item.preview} />
            </span>
          )}
        </span>
        {selected ? <OpenedLock type={item.type} id={item.id} /> : <Lock state="sealed" />}
      </Link>
    </li>
  )
}
