/** The cases of the practice: what is open first, each with the clock that runs out first. */
import { Link } from '@tanstack/react-router'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { leadOf } from '@candour/contract/incident-clocks.ts'
import { incidentKinds, risks } from '@candour/contract/incident-words.ts'
import type { IncidentSummary } from '@candour/contract/incidents.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import { ClockLine } from './clock-line.tsx'
import './incidents.css'
import { useIncidents, useNow } from './incidents.ts'

export function IncidentsPage() {
  usePageTitle('Incidents')
  const { practice, can } = useSession()
  const may = can.includes('incident.manage')
  const { data, error, refetch } = useIncidents(may)
  if (!may) return <IncidentsClosed />
  const open = data?.incidents.filter(({ isOpen }) => isOpen) ?? []
  const closed = data?.incidents.filter(({ isOpen }) => !isOpen) ?? []
  return (
    <div className="page">
      <PageHead
        title="Incidents"
        lead={
          <>
            Breaches of personal data at {practice.name}: who has to be told, by when, and what was decided.{' '}
            <Link to="/breaches" className="fixed">
              How a breach is handled
            </Link>
          </>
        }
      >
        <Link to="/incidents/new" className="button primary">
          <Icon name="plus" />
          Open a case
        </Link>
      </PageHead>
      {error !== null && <Failure error={error} heading="The cases can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={6} />}
      {data !== undefined && data.altered.length > 0 && (
        <p className="incident-altered" role="alert">
          <Icon name="octagon" size={20} />
          <span>
            <b>
              {data.altered.length === 1 ? 'One case was' : `${data.altered.length} cases were`} altered or taken away
              outside Candour.
            </b>{' '}
            It stays closed. Open a new case for that, and ask whoever runs the server who could reach its database.
          </span>
        </p>
      )}
      <div className="incidents">
        {data !== undefined && open.length === 0 && (
          <Empty
            heading="No case is open"
            text={
              closed.length === 0
                ? 'Open one as soon as something was seen, sent, altered or lost that should not have been. If it turns out to be nothing, that is kept as well.'
                : 'All are closed. They stay to be read, and each can be opened again.'
            }
          />
        )}
        {open.length > 0 && <Cases title="Open" cases={open} />}
        {closed.length > 0 && <Cases title="Closed" cases={closed} />}
      </div>
    </div>
  )
}

export function IncidentsClosed() {
  return (
    <div className="page">
      <Empty
        wholePage
        heading="Incidents are for practice managers"
        text="If you saw something that should not have happened, tell one of them now, in person or by telephone. The time to act is counted in hours."
      />
    </div>
  )
}

function Cases({ title, cases }: { title: string; cases: IncidentSummary[] }) {
  const now = useNow()
  return (
    <section>
      <SectionHead title={title} count={cases.length} />
      <ul className="rows">
        {cases.map((one) => {
          const { id, title: name, kind, openedAt, tasks, risk, clocks, isOpen } = one
          const ico = clocks.find(({ dueAt, state }) => dueAt !== null && (state === 'running' || state === 'passed'))
          return (
            <li key={id} className="incident-row">
              <div className="incident-about">
                <b>
                  <Link to="/incidents/$incident" params={{ incident: id }}>
                    {name}
                  </Link>
                </b>
                <span className="second">{incidentKinds[kind]}</span>
              </div>
              <div className="incident-left">
                <p className={clocks.some(({ state }) => state === 'passed') ? 'incident-late' : ''}>
                  {leadOf(one, now)}
                </p>
                {isOpen && ico !== undefined && <ClockLine clock={ico} now={now} />}
              </div>
              <div className="incident-facts second">
                <span>{risk === null ? 'Risk not decided' : risks[risk]}</span>
                <span>
                  {tasks.done} of {tasks.of} tasks done
                </span>
                <span className="fixed">Opened {showDayAndTime(openedAt)}</span>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
