import { Link } from '@tanstack/react-router'
import { showCount } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { overviewWords, shownOverview } from './overview-words.ts'
import { usePatient } from './patients.ts'
import { TimelineFilters } from './timeline-filters.tsx'
import { TimelineYears } from './timeline-years.tsx'
import { useTimeline, type TimelineFilter } from './timeline.ts'
import './timeline.css'

interface TimelineProps {
  patient: string
  selected: string | undefined
  filter: TimelineFilter
  onFilter: (filter: TimelineFilter) => void
  summaryOpen: boolean
}

export function Timeline({ patient, selected, filter, onFilter, summaryOpen }: TimelineProps) {
  const first = useTimeline(patient).data?.pages[0]
  const overview = first === undefined ? undefined : shownOverview(first.overview)
  const timeline = useTimeline(patient, filter)
  const pages = timeline.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const counts = pages[0]?.counts ?? first?.counts
  const { kind, year } = filter
  const noAllergies = usePatient(patient).data?.allergies.state === 'none_known'
  if (timeline.error !== null && pages.length === 0)
    return (
      <div className="pane">
        <Failure error={timeline.error} heading="The timeline can’t be shown" again={() => void timeline.refetch()} />
      </div>
    )
  return (
    <>
      {overview !== undefined && (
        <Link
          to="/patients/$patient/summary"
          params={{ patient }}
          className="timeline-row summary-row"
          aria-current={summaryOpen ? 'true' : undefined}
          resetScroll={false}
        >
          <Icon name="stethoscope" size={20} />
          <span className="timeline-words">
            <span className="timeline-title">Summary</span>
            <span className="timeline-by">{overviewWords(overview)}</span>
          </span>
        </Link>
      )}
      {counts?.all !== 0 && (
        <TimelineFilters
          kind={kind}
          counts={counts}
          noAllergies={noAllergies}
          onChange={(next) => onFilter({ kind: next })}
        />
      )}
      {year !== undefined && (
        <p className="timeline-from">
          <span>{year} and earlier</span>
          <button type="button" className="link" onClick={() => onFilter({ kind })}>
            Start with the newest
          </button>
        </p>
      )}
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
      <TimelineYears patient={patient} items={items} selected={selected} mixed={kind === 'all'}>
        <YearChoice years={pages[0]?.years ?? []} onChange={(to) => onFilter({ kind, year: to })} />
      </TimelineYears>
      {timeline.hasNextPage && (
        <div className="timeline-more">
          <button type="button" className="button" onClick={() => void timeline.fetchNextPage()}>
            {timeline.isFetchingNextPage ? 'Fetching older ones' : 'Show older ones'}
          </button>
          <span className="second">
            {showCount(items.length)} of {showCount(pages[0]?.total ?? items.length)} shown
          </span>
        </div>
      )}
    </>
  )
}

/** A choice of years is worth its place once there are a few. */
function YearChoice({
  years,
  onChange,
}: {
  years: readonly { year: string; count: number }[]
  onChange: (year: string) => void
}) {
  if (years.length < 3) return null
  return (
    <label className="timeline-jump">
      <span className="for-screen-readers">Go to a year</span>
      <span className="select">
        <select className="input" value="" onChange={(event) => onChange(event.target.value)}>
          <option value="">Go to a year</option>
          {years.map(({ year, count }) => (
            <option key={year} value={year}>
              {year}: {showCount(count)}
            </option>
          ))}
        </select>
        <Icon name="down" size={16} />
      </span>
    </label>
  )
}
