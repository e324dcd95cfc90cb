/** Home: a sentence that answers what needs one now, then the drafts and the records opened lately. */
import { Link, useNavigate } from '@tanstack/react-router'
import { showDay, showWeekday } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useReviews } from '../reviews/reviews.ts'
import { useMembers } from '../members/members.ts'
import { DraftList } from '../drafts/draft-list.tsx'
import { useDrafts } from '../drafts/drafts.ts'
import { openNewDraft } from '../drafts/open-drafts.ts'
import { Notices } from '../notices/notices.tsx'
import { choosePatient } from '../patients/finder-door.ts'
import { useAnyPatient } from '../patients/patients.ts'
import { useSession } from '../sessions/session.ts'
import { useUnfiled } from '../unfiled/unfiled.ts'
import { UnfiledRows } from '../unfiled/unfiled-rows.tsx'
import { useFiling } from '../unfiled/use-filing.tsx'
import { Aside } from './aside.tsx'
import { FirstSteps } from './first-steps.tsx'
import './home.css'
import { OpenedLately } from './opened-lately.tsx'
import { sentenceOf } from './sentence.ts'

const readOnlySentence = {
  title: 'The practice is read-only',
  lead: 'Nothing can be added. Everything is there to be read.',
}

export function HomePage() {
  usePageTitle('Home')
  const { practice, can } = useSession()
  const navigate = useNavigate()
  const drafts = useDrafts()
  const approves = can.includes('member.approve')
  const pending = useMembers(approves).data?.filter((member) => member.state === 'pending') ?? []
  const reviewDue = useReviews(can.includes('alert.review')).data?.due ?? null
  const { data: unfiledData } = useUnfiled(can.includes('record.read'))
  const unfiled = unfiledData?.items ?? []
  const filing = useFiling()
  const anyPatient = useAnyPatient()
  const now = new Date()
  const mayWrite = can.includes('note.write') && !practice.readOnly
  const sentence = practice.readOnly
    ? readOnlySentence
    : sentenceOf({
        drafts: drafts.data ?? [],
        pending: pending.length,
        unfiled: unfiled.length,
        now,
        mayWrite,
      })
  // Its first day: what to begin with says more than that nothing waits
  const isNew = anyPatient === false && !practice.readOnly && drafts.data?.length === 0 && pending.length === 0
  const mayAdd = can.includes('patient.register') && !practice.readOnly
  const writeNote = () =>
    choosePatient(
      'Whom is the note about?',
      (patient) => void navigate({ to: '/notes/$draft', params: { draft: openNewDraft(practice.kind, patient.id) } }),
    )
  return (
    <div className="page">
      <PageHead
        eyebrow={`${showWeekday(now)} ${showDay(now)}`}
        title={isNew ? `Welcome to ${practice.name}` : sentence.title}
        lead={isNew ? 'There is nobody in it yet. Three ways to begin.' : sentence.lead}
      >
        {mayAdd && !isNew && (
          <Link to="/patients/new" className={mayWrite ? 'button' : 'button primary'}>
            <Icon name="user-plus" />
            Add patient
          </Link>
        )}
        {mayWrite && !isNew && (
          <button type="button" className="button primary" onClick={writeNote}>
            <Icon name="pencil" />
            New note
          </button>
        )}
      </PageHead>
      <div className="home">
        <div className="home-work">
          {reviewDue?.isNow === true && (
            <section>
              <SectionHead title="Review of sign-ins and access" />
              <p className="home-due">
                <span className="state amber">
                  <Icon name="clock" />
                  Due since {showDay(reviewDue.at)}
                </span>
                <Link to="/reviews/new">Look and sign</Link>
              </p>
            </section>
          )}
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
          {can.includes('note.write') && !isNew && (
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
          {unfiled.length > 0 && (
            <section>
              <SectionHead title="Unfiled" count={`${unfiled.length}${unfiledData?.more === true ? '+' : ''}`}>
                <Link to="/unfiled">All unfiled</Link>
              </SectionHead>
              <UnfiledRows items={unfiled.slice(0, 3)} onFile={filing.mayFile ? filing.ask : undefined} />
            </section>
          )}
          {isNew ? <FirstSteps /> : <OpenedLately />}
        </div>
        <aside className="home-aside" aria-label="Notices and sign-in">
          <Notices />
          <Aside />
        </aside>
      </div>
      {filing.dialog}
    </div>
  )
}
