import type { Note } from '@candour/contract/notes.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import './note-reader.css'

/** The text of a note, under headings of the level that its place asks for. */
export function NoteSections({ sections, Heading }: { sections: Note['sections']; Heading: 'h3' | 'h5' }) {
  return (
    <div className="note-sections">
      {sections.map((section, place) => (
        <section key={place}>
          {section.heading !== '' && <Heading>{section.heading}</Heading>}
          <p>
            <DatedText text={section.text} />
          </p>
        </section>
      ))}
    </div>
  )
}
