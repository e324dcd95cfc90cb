/** The open drafts as tabs. Closing one keeps the draft. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { usePatient } from '../patients/patients.ts'
import { useSession } from '../sessions/session.ts'
import { openNewDraft, useKept, useOpenDrafts, type OpenDraft } from './open-drafts.ts'

function PatientSurname({ patient }: { patient: string }) {
  const { data } = usePatient(patient)
  return data === undefined ? null : <>{data.family.toLocaleUpperCase('en-GB')} · </>
}

function Tab({ tab, open, onClose }: { tab: OpenDraft; open: boolean; onClose: () => void }) {
  const { id, patient, text } = useKept(tab.keeper)
  const title = text.title.trim() === '' ? 'Untitled' : text.title
  return (
    <li className={open ? 'draft-tab open' : 'draft-tab'}>
      <Link to="/notes/$draft" params={{ draft: id }} aria-current={open ? 'page' : undefined}>
        <Lock state="writing" />
        <span>
          {patient !== null && <PatientSurname patient={patient} />}
          {title}
        </span>
      </Link>
      <button type="button" aria-label={`Close ${title}; the draft is kept`} onClick={onClose}>
        <Icon name="close" size={16} />
      </button>
    </li>
  )
}

export function DraftTabs({ open }: { open: string }) {
  const tabs = useOpenDrafts()
  const navigate = useNavigate()
  const { practice } = useSession()
  const go = (tab: OpenDraft | undefined) =>
    tab === undefined
      ? navigate({ to: '/notes' })
      : navigate({ to: '/notes/$draft', params: { draft: tab.keeper.current().id } })
  const close = async (tab: OpenDraft) => {
    if (!(await tab.keeper.flush())) return
    const place = tabs.indexOf(tab)
    const wasOpen = tab.keeper.current().id === open
    tab.close()
    if (wasOpen) await go(tabs[place + 1] ?? tabs[place - 1])
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== ']' || !(event.ctrlKey || event.metaKey) || tabs.length < 2) return
      event.preventDefault()
      const place = tabs.findIndex((tab) => tab.keeper.current().id === open)
      void go(tabs[(place + 1) % tabs.length])
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  return (
    <nav className="draft-tabs" aria-label="Open notes">
      <ul>
        {tabs.map((tab) => (
          <Tab
            key={tab.keeper.current().id}
            tab={tab}
            open={tab.keeper.current().id === open}
            onClose={() => void close(tab)}
          />
        ))}
      </ul>
      <button
        type="button"
        className="icon-button"
        aria-label="New blank note"
        hidden={practice.readOnly}
        onClick={() => void navigate({ to: '/notes/$draft', params: { draft: openNewDraft(practice.kind, null) } })}
      >
        <Icon name="plus" />
      </button>
      {tabs.length > 1 && (
        <span className="draft-tabs-hint">
          Next note <kbd className="keycap">Ctrl ]</kbd>
        </span>
      )}
    </nav>
  )
}
