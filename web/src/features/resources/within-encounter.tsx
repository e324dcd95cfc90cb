/** What happened within an encounter. */
import { showCount } from '@candour/contract/formatting.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { TimelineRow } from '../patients/timeline-row.tsx'
import { useTimeline } from '../patients/timeline.ts'

export function WithinEncounter({ patient, id }: { patient: string; id: string }) {
  const timeline = useTimeline(patient, { kind: 'all', encounter: id })
  const pages = timeline.data?.pages
  const items = pages?.flatMap((page) => page.items) ?? []
  if (timeline.error !== null)
    return (
      <Failure
        error={timeline.error}
        heading="What happened within can’t be shown"
        again={() => void timeline.refetch()}
      />
    )
  if (pages === undefined) return <Loading lines={4} what="Loading what happened within" />
  return (
    <section className="reading-part within">
      <div className="section-head">
        <h3>Within this encounter</h3>
        {items.length > 0 && <span className="count">{showCount(pages[0]?.total ?? items.length)}</span>}
      </div>
      {items.length === 0 && <p className="second">Nothing in this record names it.</p>}
      <ul className="rows">
        {items.map((item) => (
          <TimelineRow key={`${item.type}/${item.id}`} patient={patient} item={item} selected={false} mixed />
        ))}
      </ul>
      {timeline.hasNextPage && (
        <button type="button" className="button" onClick={() => void timeline.fetchNextPage()}>
          {timeline.isFetchingNextPage ? 'Fetching more' : 'Show more'}
        </button>
      )}
    </section>
  )
}
