/** The notes that came with the record, to read one after the other without opening each. */
import { Link } from '@tanstack/react-router'
import { showCount, showDay, showTime } from '@candour/contract/formatting.ts'
import type { Note } from '@candour/contract/notes.ts'
import { roleInside } from '../../ui/role-inside.ts'
import { NoteSections } from '../notes/note-sections.tsx'
import './notes-in-place.css'

interface NotesProps {
  patient: string
  notes: readonly Note[]
  /** Of the whole record. */
  all: number
}

export function NotesInPlace({ patient, notes, all }: NotesProps) {
  return (
    <section className="notes-in-place" aria-label="Notes">
      <div className="section-head">
        <h3>Notes</h3>
        <span className="count">{all > notes.length ? `${showCount(notes.length)} of ${showCount(all)}` : all}</span>
      </div>
      <p className="second">They came with the record: each is recorded as opened by you.</p>
      {notes.map((note) => (
        <article key={note.id}>
          <header>
            <h4>
              <Link
                to="/patients/$patient/timeline/$type/$item"
                params={{ patient, type: 'Composition', item: note.id }}
                resetScroll={false}
              >
                {note.title === '' ? 'Untitled' : note.title}
              </Link>
            </h4>
            <p className="note-by">
              <span className="fixed">
                {showDay(note.finishedAt)} {showTime(note.finishedAt)}
              </span>
              <span>
                <b>{note.author.name}</b>
                {note.author.role !== '' && `, ${roleInside(note.author.role)}`}
              </span>
              {note.version > 1 && <span>version {note.version}</span>}
            </p>
          </header>
          <NoteSections sections={note.sections} Heading="h5" />
        </article>
      ))}
    </section>
  )
}
