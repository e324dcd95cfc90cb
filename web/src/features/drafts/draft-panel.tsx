/** Beside the note: what was written last about this patient, and photos and documents. */
import { Link } from '@tanstack/react-router'
import { noteRoutes } from '@candour/contract/notes.ts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { Loading } from '../../ui/loading.tsx'
import { FilesOfRecord } from '../files/files-of-record.tsx'
import { dayOf } from '../patients/day-of.ts'
import { useTimeline } from '../patients/timeline.ts'

export function DraftPanel({ patient }: { patient: string | null }) {
  if (patient === null)
    return (
      <aside className="draft-panel" aria-label="Beside the note">
        <section>
          <h2>Photos and documents</h2>
          <p className="second">They go into a patient’s record, so choose the patient first.</p>
        </section>
      </aside>
    )
  return (
    <aside className="draft-panel" aria-label="Beside the note">
      <section>
        <FilesOfRecord patient={patient} few />
      </section>
      <section>
        <LastNote patient={patient} />
      </section>
    </aside>
  )
}

function LastNote({ patient }: { patient: string }) {
  const timeline = useTimeline(patient, { kind: 'note' })
  const last = timeline.data?.pages[0]?.items[0]
  const note = useQuery({
    queryKey: ['note', last?.id, null],
    queryFn: () => call(noteRoutes.read, { id: last?.id ?? '' }),
    enabled: last !== undefined,
  })
  return (
    <>
      <h2>
        Last note
        {last !== undefined && (
          <Link
            to="/patients/$patient/timeline/$type/$item"
            params={{ patient, type: last.type, item: last.id }}
            className="more"
          >
            Read it in the record
          </Link>
        )}
      </h2>
      {timeline.data !== undefined && last === undefined && <p className="second">None yet: this is the first.</p>}
      {note.isLoading && <Loading />}
      {note.data !== undefined && (
        <div className="last-note">
          <p className="second">
            <b>{note.data.title}</b> · {dayOf(note.data.finishedAt)} · {note.data.author.name}
          </p>
          {note.data.sections.map((section, place) => (
            <div key={place}>
              <h3>{section.heading}</h3>
              <p>{section.text}</p>
            </div>
          ))}
        </div>
      )}
    </>
  )
}
