/** The timeline, and beside it (or over it, on a narrow screen) what is being read. */
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { FileReader } from '../files/file-reader.tsx'
import { NoteReader } from '../notes/note-reader.tsx'
import { useCan } from '../sessions/session.ts'
import { Icon } from '../../ui/icon.tsx'
import { NothingChosen } from './nothing-chosen.tsx'
import { Timeline } from './timeline.tsx'

export function TimelinePage() {
  const { patient, type, item } = useParams({ strict: false }) as { patient: string; type?: string; item?: string }
  const mayRead = useCan('record.read')
  // Notes and files are for clinicians: whoever may not read them starts with who the patient is
  if (!mayRead) return <Navigate to="/patients/$patient/details" params={{ patient }} replace />
  return (
    <div className={`chart-panes ${item === undefined ? 'list-open' : 'item-open'}`}>
      <div className="chart-list">
        <Timeline patient={patient} selected={item} />
      </div>
      <div className="chart-reading">
        {item !== undefined && (
          <Link to="/patients/$patient" params={{ patient }} className="back-to-list">
            <Icon name="back" />
            Timeline
          </Link>
        )}
        {item === undefined ? (
          <NothingChosen patient={patient} />
        ) : type === 'Composition' ? (
          <NoteReader key={item} id={item} patient={patient} />
        ) : (
          <FileReader key={item} id={item} patient={patient} type={type ?? ''} />
        )}
      </div>
    </div>
  )
}
