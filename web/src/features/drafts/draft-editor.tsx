import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { showDay, showTime } from '@candour/contract/formatting.ts'
import { draftRoutes } from '@candour/contract/drafts.ts'
import { call } from '../../api/client.ts'
import { keepAnswer, refreshSoon } from '../../api/refresh.ts'
import { announce, showToast } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { AddFiles } from '../files/add-files.tsx'
import { useSession } from '../sessions/session.ts'
import { isScreenLeft } from '../sessions/leave-screen.ts'
import { BothKept } from './both-kept.tsx'
import { DraftBar } from './draft-bar.tsx'
import { DraftPanel } from './draft-panel.tsx'
import { DraftPatient } from './draft-patient.tsx'
import { DraftSections } from './draft-sections.tsx'
import { discardDraft, draftsChanged } from './drafts.ts'
import { titlesFor } from './note-templates.ts'
import { useKept, type OpenDraft } from './open-drafts.ts'

export function DraftEditor({ tab }: { tab: OpenDraft }) {
  const { keeper } = tab
  const kept = useKept(keeper)
  const { practice, member } = useSession()
  const navigate = useNavigate()
  const written = kept.text.sections.some((section) => section.text.trim() !== '')

  const finish = useMutation({
    mutationFn: async () => {
      if (!(await keeper.flush())) throw new Error('not saved')
      const { id, revision } = keeper.current()
      return call(draftRoutes.finish, { id, baseRevision: revision })
    },
    onSuccess: (note) => {
      tab.close()
      draftsChanged()
      keepAnswer(['note', note.id, null], note)
      if (isScreenLeft()) return
      refreshSoon(['timeline', note.patient])
      announce(`Finished and sealed, version ${note.version}`)
      void navigate({
        to: '/patients/$patient/timeline/$type/$item',
        params: { patient: note.patient, type: 'Composition', item: note.id },
      })
    },
  })
  const mayFinish = kept.patient !== null && written && !practice.readOnly && !finish.isPending

  const keep = async () => {
    if (!(await keeper.flush())) return
    tab.close()
    draftsChanged()
    announce('Kept as a draft')
    await navigate({ to: '/notes' })
  }
  const discard = async () => {
    const { id, text } = keeper.current()
    if (keeper.isBorn()) {
      await keeper.flush()
      await discardDraft(id, text.title, () => void navigate({ to: '/notes/$draft', params: { draft: id } }))
    }
    tab.close()
    await navigate({ to: '/notes' })
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (mayFinish && document.querySelector('dialog:modal') === null) finish.mutate()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  return (
    <>
      <DraftPatient kept={kept} keeper={keeper} />
      <AddFiles patient={kept.patient} className="editor-panes">
        <div className="editor">
          {kept.other !== null && !practice.readOnly && <BothKept keeper={keeper} kept={kept} other={kept.other} />}
          {finish.error !== null && (
            <div className="editor-trouble">
              <Failure
                error={finish.error}
                heading="The note is not finished yet"
                kept="Everything you wrote, as a draft."
                again={() => finish.mutate()}
              />
            </div>
          )}
          <div className="editor-head">
            <TitleField
              value={kept.text.title}
              readOnly={practice.readOnly}
              suggestions={titlesFor(practice.kind)}
              onChange={(title) => keeper.edit({ ...kept.text, title })}
            />
            <span className="second">
              {showDay(new Date())} {showTime(new Date())}
              {kept.amends !== null && ` · becomes version ${kept.amends.version + 1}`}
            </span>
            <span className="second editor-author">
              {member.name}, {roleInside(member.role)}
            </span>
          </div>
          <DraftSections
            sections={kept.text.sections}
            readOnly={practice.readOnly}
            onChange={(sections) => keeper.edit({ ...kept.text, sections })}
          />
        </div>
        <DraftPanel patient={kept.patient} />
      </AddFiles>
      <DraftBar
        kept={kept}
        mayFinish={mayFinish}
        readOnly={practice.readOnly}
        finishing={finish.isPending}
        why={kept.patient === null ? 'Choose the patient first.' : written ? null : 'Nothing is written yet.'}
        onFinish={() => finish.mutate()}
        onKeep={() => void keep()}
        onDiscard={() => void discard().catch(() => showToast('The draft could not be discarded now. It is kept.'))}
      />
    </>
  )
}

function TitleField({
  value,
  readOnly,
  suggestions,
  onChange,
}: {
  value: string
  readOnly: boolean
  suggestions: string[]
  onChange: (value: string) => void
}) {
  return (
    <>
      <input
        className="editor-title"
        aria-label="Title of the note"
        placeholder="Untitled"
        value={value}
        maxLength={120}
        readOnly={readOnly}
        list="note-titles"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id="note-titles">
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </>
  )
}
