/** A patient's record: the banner, its parts as tabs, and the part that is open. */
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiError } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { openNewDraft } from '../drafts/open-drafts.ts'
import { RecordOpened } from '../seals/record-opened.tsx'
import { useSession } from '../sessions/session.ts'
import { Banner } from './banner.tsx'
import './chart.css'
import { usePatient } from './patients.ts'
import { everything, useTimeline } from './timeline.ts'

export function ChartPage() {
  usePageTitle('Record')
  const { patient: id } = useParams({ strict: false }) as { patient: string }
  const { practice, can } = useSession()
  const mayRead = can.includes('record.read')
  const opened = useTimeline(id, everything, mayRead)
  const counts = opened.data?.pages[0]?.counts
  // Who it is comes with the record, for those who may open it
  const { data: patient, error, refetch } = usePatient(id, opened.fetchStatus === 'idle')
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const mayWrite = can.includes('note.write') && !practice.readOnly
  const writeNote = () => void navigate({ to: '/notes/$draft', params: { draft: openNewDraft(practice.kind, id) } })

  useEffect(() => {
    if (!mayWrite) return
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.key.toLowerCase() !== 'n' || document.querySelector('dialog:modal') !== null) return
      event.preventDefault()
      writeNote()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })

  const isErased = error instanceof ApiError && error.code === 'resource.gone'
  // Who looked at it until it was erased still stands there
  if (isErased && pathname.endsWith('/looks')) return <Outlet />
  if (error !== null && patient === undefined)
    return (
      <div className="page">
        <Failure error={error} heading="This record can’t be shown" again={() => void refetch()}>
          <Link to="/patients" className="button">
            Go to Patients
          </Link>
          {isErased && can.includes('entry.read') && (
            <Link to="/patients/$patient/looks" params={{ patient: id }}>
              Who looked at it
            </Link>
          )}
          {error instanceof ApiError && error.code === 'patient.not_found' && can.includes('glass.break') && (
            <Link to="/break-glass" state={{ glassOf: { patient: id } }}>
              It may be restricted: break the glass
            </Link>
          )}
        </Failure>
      </div>
    )
  if (patient === undefined)
    return (
      <div className="page">
        <Loading what="Opening the record" />
      </div>
    )
  const files = (counts?.file ?? 0) + (counts?.image ?? 0)
  const params = { patient: id }
  return (
    <div className="chart">
      <Banner patient={patient}>
        {mayWrite && (
          <button type="button" className="button primary" onClick={writeNote} title="Alt N">
            <Icon name="pencil" />
            New note
          </button>
        )}
      </Banner>
      <nav className="tabs" aria-label="Parts of the record">
        {mayRead && (
          <Link
            to="/patients/$patient"
            params={params}
            className={`tab ${/^\/patients\/[^/]+(\/summary)?\/?$|\/timeline\//.test(pathname) ? 'open' : ''}`}
          >
            Timeline
          </Link>
        )}
        <Link to="/patients/$patient/files" params={params} className="tab" activeProps={{ className: 'open' }}>
          Files {files > 0 && <span className="quiet">{files}</span>}
        </Link>
        <Link to="/patients/$patient/details" params={params} className="tab" activeProps={{ className: 'open' }}>
          Details
        </Link>
        {can.includes('entry.read') ? (
          <Link to="/patients/$patient/looks" params={params} className="tab" activeProps={{ className: 'open' }}>
            Who looked
          </Link>
        ) : (
          can.includes('seal.read') && <RecordOpened patient={id} />
        )}
      </nav>
      <Outlet />
    </div>
  )
}
