/** The timeline, and beside it (or over it, on a narrow screen) what is being read. */
import { Link, Navigate, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { FileReader } from '../files/file-reader.tsx'
import { NoteReader } from '../notes/note-reader.tsx'
import { useCan } from '../sessions/session.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useChartNotes } from './chart.ts'
import { NotesInPlace } from './notes-in-place.tsx'
import { NothingChosen } from './nothing-chosen.tsx'
import { OverviewPane } from './overview.tsx'
import { shownOverview } from './overview-words.ts'
import { Timeline } from './timeline.tsx'
import { everything, useTimeline, type TimelineFilter } from './timeline.ts'

const fetchReader = () => import('../resources/resource-reader.tsx')
const ResourceReader = lazy(async () => ({ default: (await fetchReader()).ResourceReader }))

export function TimelinePage() {
  const { patient } = useParams({ strict: false }) as { patient: string }
  const mayRead = useCan('record.read')
  // Notes and files are for clinicians: whoever may not read them starts with who the patient is
  if (!mayRead) return <Navigate to="/patients/$patient/details" params={{ patient }} replace />
  return <Panes key={patient} patient={patient} />
}

function Panes({ patient }: { patient: string }) {
  const { type, item } = useParams({ strict: false }) as { type?: string; item?: string }
  const asked = /\/summary\/?$/.test(useLocation().pathname)
  const navigate = useNavigate()
  const [filter, setFilter] = useState<TimelineFilter>(everything)
  const first = useTimeline(patient).data?.pages[0]
  const overview = first === undefined ? undefined : shownOverview(first.overview)
  const notes = useChartNotes(patient)
  const reading = item !== undefined || asked
  const isHere = first !== undefined
  useEffect(() => {
    // The reader's code comes while one looks at the list; without a network, when it is needed
    if (isHere) fetchReader().catch(() => undefined)
  }, [isHere])
  const showKind = (kind: TimelineFilter['kind']) => {
    setFilter({ kind })
    void navigate({ to: '/patients/$patient', params: { patient } })
  }
  const inPlace =
    notes.length === 0 ? null : <NotesInPlace patient={patient} notes={notes} all={first?.counts.note ?? 0} />
  return (
    <div className={`chart-panes ${reading ? 'item-open' : 'list-open'}`}>
      <div className="chart-list">
        <Timeline
          patient={patient}
          selected={item}
          filter={filter}
          onFilter={setFilter}
          summaryOpen={item === undefined && overview !== undefined}
        />
      </div>
      <div className="chart-reading">
        {reading && (
          <Link to="/patients/$patient" params={{ patient }} className="back-to-list">
            <Icon name="back" />
            Timeline
          </Link>
        )}
        {item === undefined ? (
          overview !== undefined ? (
            <OverviewPane patient={patient} overview={overview} all={first?.counts.all ?? 0} onKind={showKind}>
              {inPlace}
            </OverviewPane>
          ) : inPlace !== null ? (
            <div className="reading">
              <h2 className="for-screen-readers">Record</h2>
              {inPlace}
            </div>
          ) : (
            <NothingChosen patient={patient} />
          )
        ) : type === 'Composition' ? (
          <NoteReader key={item} id={item} patient={patient} />
        ) : type === 'DocumentReference' ? (
          <FileReader key={item} id={item} patient={patient} type={type} />
        ) : (
          <Suspense
            fallback={
              <div className="reading">
                <Loading lines={6} what="Opening the entry" />
              </div>
            }
          >
            <ResourceReader key={`${type}/${item}`} type={type ?? ''} id={item} patient={patient} />
          </Suspense>
        )}
      </div>
    </div>
  )
}
