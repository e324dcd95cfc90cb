/** What is unusual in who signed in and who opened what: what is open first, each with why it is told. */
import { Link } from '@tanstack/react-router'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { alertVerdicts, type Alert } from '@candour/contract/alerts.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { useSession } from '../sessions/session.ts'
import './alerts.css'
import { useAlerts } from './alerts.ts'

export function AlertsPage() {
  usePageTitle('Alerts')
  const { practice, can } = useSession()
  const may = can.includes('alert.review')
  const { data, error, refetch } = useAlerts(may)
  if (!may) return <AlertsClosed />
  const open = data?.alerts.filter(({ isOpen }) => isOpen) ?? []
  const settled = data?.alerts.filter(({ isOpen }) => !isOpen) ?? []
  return (
    <div className="page">
      <PageHead
        title="Alerts"
        lead={`What is unusual in who signs in at ${practice.name} and who opens which records. Unusual is not wrong: look, and say what it was.`}
      >
        <Link to="/reviews" className="button">
          <Icon name="review" />
          Reviews
        </Link>
      </PageHead>
      {error !== null && <Failure error={error} heading="The alerts can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={6} />}
      {data !== undefined && data.altered.length > 0 && (
        <p className="alert-altered">
          <Icon name="octagon" size={20} />
          <span>
            <b>
              {data.altered.length === 1 ? 'One alert was' : `${data.altered.length} alerts were`} altered or taken away
              outside Candour.
            </b>{' '}
            What stood there is not shown any more. Ask whoever runs the server who could reach its database.
          </span>
        </p>
      )}
      <div className="alerts">
        {data !== undefined && open.length === 0 && (
          <Empty
            heading="Nothing unusual waits for you"
            text={
              settled.length === 0
                ? 'Candour looks through the activity as it happens. In the first weeks it learns what is usual for each member.'
                : 'All of it is settled. What was found stands below.'
            }
          />
        )}
        {open.length > 0 && (
          <section>
            <SectionHead title="To settle" count={open.length} />
            <ul className="rows">
              {open.map((alert) => (
                <AlertRow key={alert.id} alert={alert} />
              ))}
            </ul>
          </section>
        )}
        {settled.length > 0 && (
          <section>
            <SectionHead title="Settled" count={settled.length} />
            <ul className="rows">
              {settled.map((alert) => (
                <AlertRow key={alert.id} alert={alert} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  )
}

export function AlertsClosed() {
  return (
    <div className="page">
      <Empty
        wholePage
        heading="Alerts and reviews are for practice managers"
        text="Your own sign-ins stand under Signing in: where you are signed in, and since when."
      />
    </div>
  )
}

function AlertRow({ alert }: { alert: Alert }) {
  const last = alert.steps.at(-1)
  return (
    <li className="alert-row">
      <div className="alert-about">
        <b className={alert.isOpen ? 'alert-open' : ''}>
          {alert.isOpen && <Icon name="alert" />}
          <Link to="/alerts/$alert" params={{ alert: alert.id }}>
            {alert.title}
          </Link>
        </b>
        <span className="second fixed">{showDayAndTime(alert.at)}</span>
      </div>
      <p>{alert.what}</p>
      <div className="alert-verdict">
        {last === undefined ? (
          <span className="second">Nobody has looked yet</span>
        ) : (
          <>
            <b>{last.verdict === null ? 'Opened again' : alertVerdicts[last.verdict]}</b>
            <span>{last.note}</span>
            <span className="second">
              {last.by.name}, {showDayAndTime(last.at)}
            </span>
            {last.quietUntil !== null && (
              <span className="second">Not told of again until {showDay(last.quietUntil)}</span>
            )}
          </>
        )}
      </div>
    </li>
  )
}
