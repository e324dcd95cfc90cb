/** One alert: what happened, what is usual, the entries that it comes from, what one might do, and what was found. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { alertVerdicts, type Alert } from '@candour/contract/alerts.ts'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import '../entries/activity.css'
import { EntryList } from '../entries/entry-list.tsx'
import { CaseOfAlert } from '../incidents/open-case.tsx'
import { useSession } from '../sessions/session.ts'
import { AlertDialog } from './alert-dialog.tsx'
import './alerts.css'
import { AlertsClosed } from './alerts.page.tsx'
import { useAlert } from './alerts.ts'
import { DayPicture } from './day-picture.tsx'

export function AlertPage() {
  usePageTitle('Alert')
  const { alert: id } = useParams({ from: '/signed-in/alerts/$alert' })
  const { can } = useSession()
  const may = can.includes('alert.review')
  const { data, error, refetch } = useAlert(id, may)
  const [acting, setActing] = useState<'settle' | 'reopen' | null>(null)
  if (!may) return <AlertsClosed />
  if (error !== null)
    return (
      <div className="page">
        <Failure error={error} heading="This alert can’t be shown" again={() => void refetch()}>
          <Link to="/alerts" className="button">
            All alerts
          </Link>
        </Failure>
      </div>
    )
  if (data === undefined)
    return (
      <div className="page">
        <Loading lines={6} />
      </div>
    )
  const { alert, entries, day } = data
  return (
    <div className="page activity">
      <PageHead title={alert.title} eyebrow={showDayAndTime(alert.at)} lead={alert.what}>
        {alert.can.map((act) => (
          <button
            key={act}
            type="button"
            className={act === 'settle' ? 'button primary' : 'button'}
            onClick={() => setActing(act)}
          >
            {act === 'settle' ? 'Say what it was' : 'Open it again'}
          </button>
        ))}
      </PageHead>
      <div className="alert-page">
        <section>
          <SectionHead title="What is usual" />
          <p className="under-rule">{alert.usual}</p>
        </section>
        {day !== null && day.points.length > 0 && <DayPicture alert={alert} day={day} />}
        {alert.steps.length > 0 && (
          <section>
            <SectionHead title="What was found" />
            <ul className="rows">
              {alert.steps.map((step) => (
                <li key={step.at} className="alert-step">
                  <b>{step.verdict === null ? 'Opened again' : alertVerdicts[step.verdict]}</b>
                  <span>{step.note}</span>
                  <span className="second">
                    {step.by.name}, {showDayAndTime(step.at)}
                  </span>
                  {step.quietUntil !== null && (
                    <span className="second">
                      Not told of again for this member and this patient until {showDay(step.quietUntil)}; opening it
                      again ends that.
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
        {alert.isOpen && <WhatToDo alert={alert} />}
        <CaseOfAlert alert={alert.id} />
        <section>
          <SectionHead title="The entries that it comes from" count={entries.length} />
          <EntryList entries={entries.toReversed()} byVisit={false} onNarrow={null} />
        </section>
      </div>
      {acting !== null && <AlertDialog alert={alert} act={acting} onClose={() => setActing(null)} />}
    </div>
  )
}

function WhatToDo({ alert: { who, request } }: { alert: Alert }) {
  const { can } = useSession()
  const member = who?.member ?? null
  return (
    <section>
      <SectionHead title="What you might do" />
      <ul className="alert-acts">
        {request !== null && <li>Ask the operator what it was for, by a number that you know.</li>}
        {who !== null && request === null && (
          <li>Ask {who.name}, by telephone or in person rather than by a message.</li>
        )}
        {request !== null && (
          <>
            <li>
              <Link to="/support-access/$request" params={{ request }}>
                Go through all that they looked at
              </Link>
            </li>
            <li>
              <Link to="/support-access">End their access</Link>, if they are still in.
            </li>
          </>
        )}
        {request === null && (
          <li>
            <Link to="/sign-ins" search={member === null ? { kind: 'failed' } : { member }}>
              {who === null ? 'Look at the failed sign-ins' : `Look at the sign-ins of ${who.name}`}
            </Link>
          </li>
        )}
        {member !== null && (
          <>
            <li>
              <Link to="/activity" search={{ member }}>
                Look at everything that {who!.name} did
              </Link>
            </li>
            <li>
              <Link to="/team/$member" params={{ member }}>
                End their access
              </Link>
              , and with it every session of theirs. It can be given back.
            </li>
          </>
        )}
        {can.includes('practice.lock') && (
          <li>
            <Link to="/rules">Lock the practice</Link>, when it looks like a stranger and seconds count.
          </li>
        )}
      </ul>
    </section>
  )
}
