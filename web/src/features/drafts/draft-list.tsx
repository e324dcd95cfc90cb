/** Drafts in rows: the person, the note, when, and the way on. */
import { Link } from '@tanstack/react-router'
import { showDate, showWhen } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { useSession } from '../sessions/session.ts'
import { discardDraft, lastWords, type ListedDraft } from './drafts.ts'
import { findOpenDraft } from './open-drafts.ts'
import './draft-list.css'

function DraftRow({ draft, mayDiscard }: { draft: ListedDraft; mayDiscard: boolean }) {
  const card = draft.patientCard
  const { readOnly } = useSession().practice
  const discard = () => {
    findOpenDraft(draft.id)?.close()
    void discardDraft(draft.id, draft.title)
  }
  return (
    <li className="draft-row">
      <Lock state="writing" />
      <div className="draft-who">
        {card === null ? <span className="quiet">No patient yet</span> : <PatientName name={card} />}
        <span className="second fixed">
          {card !== null &&
            [card.birthDate && showDate(card.birthDate), card.nhsNumber && showNhsNumber(card.nhsNumber)]
              .filter(Boolean)
              .join(' · ')}
        </span>
      </div>
      <div className="draft-what">
        <span>
          {draft.title === '' ? 'Untitled' : draft.title}
          {draft.amends !== null && <span className="quiet">, next version</span>}
        </span>
        {draft.splitFrom === null ? (
          <span className="second quiet">{lastWords(draft)}</span>
        ) : (
          <span className="second state amber">
            <Icon name="phone" size={16} />
            Also changed on another device: both kept
          </span>
        )}
      </div>
      <span className="fixed draft-when">{showWhen(draft.savedAt, new Date())}</span>
      <span className="draft-acts">
        {mayDiscard && (
          <button type="button" className="icon-button" aria-label="Discard this draft" onClick={discard}>
            <Icon name="trash" />
          </button>
        )}
        <Link to="/notes/$draft" params={{ draft: draft.id }}>
          {readOnly ? 'Read' : 'Continue'}
        </Link>
      </span>
    </li>
  )
}

export function DraftList({ drafts, mayDiscard = false }: { drafts: readonly ListedDraft[]; mayDiscard?: boolean }) {
  return (
    <ul className="rows draft-list">
      {drafts.map((draft) => (
        <DraftRow key={draft.id} draft={draft} mayDiscard={mayDiscard} />
      ))}
    </ul>
  )
}
