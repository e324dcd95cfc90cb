/** Home: a sentence that answers what needs one now, then the drafts and the records opened lately. */
import { Link, useNavigate } from '@tanstack/react-router'
import { showDay, showTime, showWeekday } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useMembers } from '../members/members.ts'
import { DraftList } from '../drafts/draft-list.tsx'
import { useDrafts } from '../drafts/drafts.ts'
import { openNewDraft } from '../drafts/open-drafts.ts'
import { Notices } from '../notices/notices.tsx'
import { choosePatient } from '../patients/finder-door.ts'
import { useRecentPatients } from '../patients/patients.ts'
import { useSession } from '../sessions/session.ts'
import { Aside } from './aside.tsx'
import './home.css'
import { sentenceOf } from './sentence.ts'

export function HomePage() {
  usePageTitle('Home')
  const { practice, can } = useSession()
  const navigate = useNavigate()
  const drafts = useDrafts()
  const recent = useRecentPatients()
  const approves = can.includes('member.approve')
  const pending = useMembers(approves).data?.filter((member) => member.state === 'pending') ?? []
  const now = new Date()
  const mayWrite = can.includes('note.write') && !practice.readOnly
  const { title, lead } = sentenceOf({ drafts: drafts.data ?? [], pending: pending.length, now, mayWrite })
  const mayAdd = can.includes('patient.register') && !practice.readOnly
  const writeNote = () =>
    choosePatient(
      'Whom is the note about?',
      (patient) => void navigate({ to: '/notes/$draft', params: { draft: openNewDraft(practice.kind, patient.id) } }),
    )
  return (
    <div className="page">
      <PageHead eyebrow={`${showWeekday(now)} ${showDay(now)}`} title={title} lead={lead}>
        {mayAdd && (
          <Link to="/patients/new" className={mayWrite ? 'button' : 'button primary'}>
            <Icon name="user-plus" />
            Add patient
          </Link>
        )}
        {mayWrite && (
          <button type="button" className="button primary" onClick={writeNote}>
            <Icon name="pencil" />
            New note
          </button>
        )}
      </PageHead>
      <div className="home">
        <div className="home-work">
          {pending.length > 0 && (
            <section>
              <SectionHead title="To approve" count={pending.length} />
              <ul className="rows">
                {pending.map((member) => (
                  <li key={member.id} className="home-pending">
                    <span>
                      <b>{member.name}</b>
                      <span className="second">{member.role}</span>
                    </span>
                    <span className="state amber">
                      <Icon name="clock" />
                      Waiting for approval
                    </span>
                    <Link to="/team">Look and approve</Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {can.includes('note.write') && (
            <section>
              <SectionHead title="My drafts" count={drafts.data?.length || undefined} />
              {drafts.isLoading && <Loading />}
              {drafts.error !== null && (
                <Failure
                  error={drafts.error}
                  heading="Your drafts can’t be shown"
                  again={() => void drafts.refetch()}
                />
              )}
              {drafts.data?.length === 0 && (
                <p className="home-none">None. A note that you start is kept here until you finish it.</p>
              )}
              <DraftList drafts={(drafts.data ?? []).slice(0, 6)} />
              {(drafts.data?.length ?? 0) > 6 && (
                <p className="home-more">
                  <Link to="/notes">All {drafts.data?.length} drafts</Link>
                </p>
              )}
            </section>
          )}
          <section>
            <SectionHead title="Opened lately" />
            {recent.isLoading && <Loading lines={3} />}
            {recent.error !== null && (
              <Failure error={recent.error} heading="The list can’t be shown" again={() => void recent.refetch()} />
            )}
            {recent.data?.length === 0 && (
              <div className="home-none">
                <Empty
                  heading="No record opened yet"
                  text="Add the first patient, or find one by name, birth date or NHS number."
                />
              </div>
            )}
            <ul className="home-recent">
              {recent.data?.map((patient) => (
                <li key={patient.id}>
                  <Link to="/patients/$patient" params={{ patient: patient.id }}>
                    <PatientName name={patient} />
                    <span className="fixed quiet">
                      {showDay(patient.openedAt) === showDay(now)
                        ? showTime(patient.openedAt)
                        : showDay(patient.openedAt).slice(0, 6)}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        </div>
        <aside className="home-aside" aria-label="Notices and sign-in">
          <Notices />
          <Aside />
        </aside>
      </div>
    </div>
  )
}
