/** A finished note, as it was sealed: sections, author, version, and the versions before it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { showDay, showDayAndTime, showTime } from '@candour/contract/formatting.ts'
import { noteRoutes } from '@candour/contract/notes.ts'
import { call } from '../../api/client.ts'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { AsFhir } from '../resources/as-fhir.tsx'
import { SealPill } from '../seals/seal-pill.tsx'
import { OlderVersion, Versions } from '../seals/versions.tsx'
import { useSession } from '../sessions/session.ts'
import { openAmendment } from '../drafts/open-drafts.ts'
import { noteOfChart } from '../patients/chart.ts'
import { NoteSections } from './note-sections.tsx'
import './note-reader.css'

function useNote(id: string, version: number | null, patient: string) {
  const came = version === null ? noteOfChart(patient, id) : undefined
  return useQuery({
    ...(came !== undefined && { initialData: came.note, initialDataUpdatedAt: came.at }),
    queryKey: ['note', id, version],
    queryFn: () => call(noteRoutes.read, { id, ...(version !== null && { version }) }),
    placeholderData: keepPreviousData,
  })
}

export function NoteReader({ id, patient }: { id: string; patient: string }) {
  const [version, setVersion] = useState<number | null>(null)
  const { data: note, error, refetch } = useNote(id, version, patient)
  const { can, practice } = useSession()
  const navigate = useNavigate()
  if (error !== null)
    return (
      <div className="reading">
        <Failure
          error={error}
          heading="This note can’t be shown"
          kept="Every version, as it was sealed."
          again={() => void refetch()}
        >
          {version !== null && (
            <button type="button" className="link" onClick={() => setVersion(null)}>
              Read the newest version
            </button>
          )}
        </Failure>
      </div>
    )
  if (note === undefined)
    return (
      <div className="reading">
        <Loading lines={8} what="Opening the note" />
      </div>
    )
  const newest = note.versions.at(-1)?.version ?? note.version
  const add = () =>
    void navigate({
      to: '/notes/$draft',
      params: { draft: openAmendment(note, `Added ${showDayAndTime(new Date())}`) },
    })
  return (
    <article className="reading note" data-patient={patient}>
      <header className="note-head">
        <h2>{note.title === '' ? 'Untitled' : note.title}</h2>
        <div className="note-acts">
          {note.can.includes('amend') && note.version === newest && !practice.readOnly && (
            <button type="button" className="link" onClick={add}>
              Add to this note
            </button>
          )}
          <button type="button" className="link" onClick={() => window.print()}>
            Print
          </button>
          {can.includes('seal.read') && <SealPill type="Composition" id={id} onVersion={setVersion} />}
        </div>
        <p className="note-by">
          <span className="fixed">
            {showDay(note.finishedAt)} {showTime(note.finishedAt)}
          </span>
          <span>
            <b>{note.author.name}</b>
            {note.author.role !== '' && `, ${roleInside(note.author.role)}`}
          </span>
          <span>version {note.version}</span>
        </p>
      </header>
      {note.version !== newest && <OlderVersion shown={note.version} newest={newest} onRead={setVersion} />}
      <NoteSections sections={note.sections} Heading="h3" />
      {note.versions.length > 1 && (
        <Versions
          versions={note.versions.map(({ version: number, at, author }) => ({
            version: number,
            at,
            name: author.name,
          }))}
          shown={note.version}
          onRead={setVersion}
        />
      )}
      {note.version === newest && <AsFhir type="Composition" id={id} patient={patient} />}
    </article>
  )
}
