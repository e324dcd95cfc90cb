/** The other measurements of the same thing: as a chart and as a table. */
import { Link } from '@tanstack/react-router'
import { showCount } from '@candour/contract/formatting.ts'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { dayOf, timeOf } from '../patients/day-of.ts'
import { useTimeline } from '../patients/timeline.ts'
import { CourseChart } from './course-chart.tsx'
import { courseOf } from './course.ts'

interface CourseOfMeasurementProps {
  patient: string
  code: string
  name: string
  open: string
}

export function CourseOfMeasurement({ patient, code, name, open }: CourseOfMeasurementProps) {
  const timeline = useTimeline(patient, { kind: 'result', code })
  const pages = timeline.data?.pages
  const items = pages?.flatMap((page) => page.items) ?? []
  const total = pages?.[0]?.total ?? 0
  const course = courseOf(items)
  if (timeline.error !== null)
    return <Failure error={timeline.error} heading="The course can’t be shown" again={() => void timeline.refetch()} />
  if (pages === undefined) return <Loading lines={5} what="Loading the course" />
  if (course === null || items.length < 2) return null
  const drawn = (course.lines[0]?.points.length ?? 0) > 1
  return (
    <section className="reading-part">
      <div className="section-head">
        <h3>Over time</h3>
        <span className="count">{showCount(total)}</span>
      </div>
      {drawn && <CourseChart key={items.length} name={name} course={course} open={open} />}
      {drawn && course.left > 0 && (
        <p className="second">
          {showCount(course.left)} {course.left === 1 ? 'is' : 'are'} not drawn: another unit, no date, or entered in
          error.
        </p>
      )}
      <details className="course-table" open={!drawn}>
        <summary>As a table</summary>
        <CourseTable patient={patient} items={items} open={open} />
      </details>
      {timeline.hasNextPage && (
        <button type="button" className="button" onClick={() => void timeline.fetchNextPage()}>
          {timeline.isFetchingNextPage ? 'Fetching older ones' : 'Show older ones'}
        </button>
      )}
    </section>
  )
}

function CourseTable({ patient, items, open }: { patient: string; items: readonly TimelineItem[]; open: string }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Result</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} aria-current={item.id === open ? 'true' : undefined}>
            <td className="fixed">
              <Link
                to="/patients/$patient/timeline/$type/$item"
                params={{ patient, type: item.type, item: item.id }}
                resetScroll={false}
              >
                {item.at === '' ? 'No date' : dayOf(item.at)} {timeOf(item.at)}
              </Link>
            </td>
            <td>
              {unitInWords(item.value)}
              {item.state !== '' && <span className="quiet"> {item.state}</span>}
            </td>
            <td>{item.author}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
