/** Mails that wait, of an installation without a mail server: shown on its own machine alone. */
import { useQuery } from '@tanstack/react-query'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { mailRoutes } from '@candour/contract/mails.ts'
import { call } from '../../api/client.ts'
import { Loading } from '../../ui/loading.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { PublicFrame } from '../sessions/public-frame.tsx'
import './outbox.css'

export function OutboxPage() {
  usePageTitle('Outbox')
  const { data, error, refetch } = useQuery({ queryKey: ['outbox'], queryFn: () => call(mailRoutes.outbox, {}) })
  return (
    <PublicFrame wide>
      <div className="public-head">
        <h1>Outbox</h1>
        <p className="lead">
          This Candour has no mail server yet, so its mails wait here. Only this machine sees them. Set SMTP_URL, and
          they are sent.
        </p>
      </div>
      {error !== null && <Failure error={error} heading="The outbox can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.mails.length === 0 && <p className="second">No mail waits.</p>}
      <ul className="rows">
        {data?.mails.map((mail) => (
          <li key={mail.id} className="waiting-mail">
            <p>
              <strong>{mail.subject}</strong>{' '}
              <span className="second">
                to {mail.to.name}, {mail.to.address}, <span className="fixed">{showDayAndTime(mail.at)}</span>
              </span>
            </p>
            <pre>{mail.text}</pre>
            {mail.action !== null && (
              <a className="button" href={mail.action.url}>
                {mail.action.label}
              </a>
            )}
          </li>
        ))}
      </ul>
    </PublicFrame>
  )
}
