/** The reading pane before anything is opened: opening is recorded, so nothing opens by itself. */
import { Link } from '@tanstack/react-router'
import { showCountAsWord } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { dayOf } from './day-of.ts'
import { useTimeline } from './timeline.ts'

export function NothingChosen({ patient }: { patient: string }) {
  const pages = useTimeline(patient).data?.pages
  const all = pages?.[0]?.counts.all ?? 0
  const items = pages?.[0]?.items ?? []
  // What is booked lies ahead; the newest is the last that happened
  const newest = items.find(({ at }) => !(Date.parse(at) > Date.now())) ?? items[0]
  if (newest === undefined) return null
  return (
    <div className="reading">
      <Empty
        heading={all === 1 ? 'One entry in this record' : `${showCountAsWord(all)} entries in this record`}
        text={`The newest is “${newest.title}” of ${dayOf(newest.at)}${newest.author === '' ? '' : `, by ${newest.author}`}. What you open is recorded, with your name and the time.`}
      >
        <Link
          to="/patients/$patient/timeline/$type/$item"
          params={{ patient, type: newest.type, item: newest.id }}
          className="button"
        >
          Read the newest
        </Link>
      </Empty>
    </div>
  )
}
