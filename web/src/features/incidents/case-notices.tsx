import { Link } from '@tanstack/react-router'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { IncidentNotice } from '@candour/contract/incident-words.ts'
import type { Incident, NoticeDraft } from '@candour/contract/incidents.ts'
import { SectionHead } from '../../ui/page.tsx'

/** How far each is; drafts stand on pages of their own. */
export function CaseNotices({
  incident,
  onRecord,
}: {
  incident: Incident
  onRecord: (notice: IncidentNotice) => void
}) {
  const { id, notices, acts, can } = incident
  return (
    <section>
      <SectionHead title="Notices" count={notices.length} />
      <ul className="rows">
        {notices.map((draft) => (
          <li key={draft.notice} className="incident-notice">
            <b>
              <Link to="/incidents/$incident/notices/$notice" params={{ incident: id, notice: draft.notice }}>
                {draft.title}
              </Link>
            </b>
            <span className="second">{draftWords(draft)}</span>
            <ul className="incident-acts">
              {acts
                .filter(({ notice }) => notice === draft.notice)
                .map(({ at, how, reference, by, recordedAt, version, lateReason }) => (
                  <li key={recordedAt}>
                    Told on <span className="fixed">{showDayAndTime(at)}</span>: {how}
                    {reference !== '' && `, reference ${reference}`}
                    {version > 0 && `, version ${version}`}
                    {lateReason !== null && `. Late, because: ${lateReason}`}
                    <span className="second">
                      {' '}
                      {by.name}, {showDayAndTime(recordedAt)}
                    </span>
                  </li>
                ))}
            </ul>
            {can.includes('work') && (
              <button type="button" className="link" onClick={() => onRecord(draft.notice)}>
                Record that they were told
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function draftWords({ version, saved, fields }: NoticeDraft): string {
  const missing = fields.filter(({ isMissing }) => isMissing).length
  const left = missing === 0 ? 'nothing is missing' : `${missing} of ${fields.length} fields are missing`
  return saved === null
    ? `Filled from what is known; ${left}`
    : `Version ${version}, ${saved.by.name}, ${showDayAndTime(saved.at)}; ${left}`
}
