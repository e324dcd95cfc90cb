import { useNavigate } from '@tanstack/react-router'
import { showCountAsWord } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { choosePatient } from '../patients/finder-door.ts'
import { useSession } from '../sessions/session.ts'
import { DraftList } from './draft-list.tsx'
import { useDrafts } from './drafts.ts'
import { openNewDraft } from './open-drafts.ts'

export function DraftsPage() {
  usePageTitle('Notes')
  const { practice } = useSession()
  const { data, error, refetch } = useDrafts()
  const navigate = useNavigate()
  const start = (patient: string | null) =>
    void navigate({ to: '/notes/$draft', params: { draft: openNewDraft(practice.kind, patient) } })
  const count = data?.length ?? 0
  return (
    <div className="page">
      <PageHead
        title={count === 0 ? 'Notes' : `${showCountAsWord(count)} ${count === 1 ? 'note is' : 'notes are'} unfinished`}
        lead="Your drafts. Only you see them; once finished and sealed they stand in the patient’s record."
      >
        {!practice.readOnly && (
          <>
            <button type="button" className="button" onClick={() => start(null)}>
              <Icon name="pencil" />
              Write a blank note
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => choosePatient('Whom is the note about?', (patient) => start(patient.id))}
            >
              <Icon name="user-plus" />
              New note on a patient
            </button>
          </>
        )}
      </PageHead>
      {error !== null && <Failure error={error} heading="Your drafts can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {count > 0 && <SectionHead title="My drafts" count={count} />}
      {data?.length === 0 && (
        <Empty
          heading="No drafts"
          text="A note starts from a patient or from a blank page. It saves itself as you type, and you can give it a patient later."
        />
      )}
      <DraftList drafts={data ?? []} mayDiscard={!practice.readOnly} />
    </div>
  )
}
