/** A note being written. The address names the draft; its keeper lives on when one looks at something else. */
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { DraftTabs } from './draft-tabs.tsx'
import { findOpenDraft, openDraft, reopenDrafts, useOpenDrafts } from './open-drafts.ts'
import './editor.css'

export function DraftPage() {
  usePageTitle('Note')
  const { draft: id } = useParams({ strict: false }) as { draft: string }
  const navigate = useNavigate()
  const tabs = useOpenDrafts()
  const tab = findOpenDraft(id)
  const [shownTab, setShownTab] = useState(tab)
  const [failed, setFailed] = useState<unknown>(null)
  if (tab !== undefined && tab !== shownTab) setShownTab(tab)

  // The draft got another id (two devices wrote at once, or it was discarded elsewhere): the address follows
  const moved = tab === undefined && shownTab !== undefined && tabs.includes(shownTab) ? shownTab : undefined
  const movedTo = moved?.keeper.current().id
  useEffect(() => {
    if (movedTo !== undefined) void navigate({ to: '/notes/$draft', params: { draft: movedTo }, replace: true })
  }, [movedTo, navigate])

  useEffect(() => {
    setFailed(null)
    void reopenDrafts()
      .then(() => openDraft(id))
      .catch((error: unknown) => setFailed(findOpenDraft(id) === undefined ? error : null))
  }, [id])

  const shown = tab ?? moved
  return (
    <div className="editor-page">
      <DraftTabs open={shown?.keeper.current().id ?? id} />
      {shown !== undefined && <DraftEditor key={tabs.indexOf(shown)} tab={shown} />}
      {shown === undefined && failed === null && (
        <div className="pane">
          <Loading what="Opening the draft" />
        </div>
      )}
      {shown === undefined && failed !== null && (
        <div className="pane">
          <Failure
            error={failed}
            heading="This draft can’t be opened"
            kept="Drafts that you discarded stay in the bin for 30 days. One that was finished stands in the record."
          />
        </div>
      )}
    </div>
  )
}
