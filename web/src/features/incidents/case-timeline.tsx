import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Incident } from '@candour/contract/incidents.ts'
import { SectionHead } from '../../ui/page.tsx'
import { NoteDialog } from './work-dialogs.tsx'

/** What happened, by its own time, the newest first; what was entered later says so. */
export function CaseTimeline({ incident }: { incident: Incident }) {
  const [noting, setNoting] = useState(false)
  return (
    <section className="incident-aside">
      <SectionHead title="Timeline" count={incident.timeline.length}>
        {incident.can.includes('work') && (
          <button type="button" className="link" onClick={() => setNoting(true)}>
            Add a note
          </button>
        )}
      </SectionHead>
      <ol className="incident-timeline">
        {incident.timeline.map(({ number, at, enteredAt, by, what, text }) => (
          <li key={`${number} ${what}`}>
            <span className="second fixed">{showDayAndTime(at)}</span>
            <b>{what}</b>
            {text !== '' && <span className="incident-text">{text}</span>}
            <span className="second">
              {by.name}
              {showDayAndTime(at) !== showDayAndTime(enteredAt) && `, entered ${showDayAndTime(enteredAt)}`}
            </span>
          </li>
        ))}
      </ol>
      {noting && <NoteDialog incident={incident} onClose={() => setNoting(false)} />}
    </section>
  )
}
