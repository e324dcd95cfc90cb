/** The reviews of sign-ins and access: when the next one is due, and those that were signed. */
import { Link } from '@tanstack/react-router'
import { showDay, showDayAndTime } from '@candour/contract/formatting.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import '../alerts/alerts.css'
import { AlertsClosed } from '../alerts/alerts.page.tsx'
import { useSession } from '../sessions/session.ts'
import './reviews.css'
import { rhythmWords, useReviews } from './reviews.ts'

export function ReviewsPage() {
  usePageTitle('Reviews')
  const { practice, can } = useSession()
  const may = can.includes('alert.review')
  const { data, error, refetch } = useReviews(may)
  if (!may) return <AlertsClosed />
  return (
    <div className="page">
      <PageHead
        title={data?.due?.isNow === true ? 'A review is due' : 'Reviews of sign-ins and access'}
        lead={
          data === undefined
            ? undefined
            : data.due === null
              ? `${practice.name} asks for no reviews. The rhythm is one of its rules.`
              : `${practice.name} reviews ${rhythmWords(data.months)} who signed in and who opened what. ${
                  data.due.isNow ? 'The next was due' : 'The next is due'
                } on ${showDay(data.due.at)}.`
        }
      >
        <Link to="/alerts" className="button">
          <Icon name="alert" />
          Alerts
        </Link>
        <Link to="/reviews/new" className={data?.due?.isNow === true ? 'button primary' : 'button'}>
          <Icon name="pencil" />
          Begin a review
        </Link>
      </PageHead>
      {error !== null && <Failure error={error} heading="The reviews can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={4} />}
      {data !== undefined && data.altered.length > 0 && (
        <p className="alert-altered">
          <Icon name="octagon" size={20} />
          <span>
            <b>
              {data.altered.length === 1 ? 'Review ' : 'Reviews '}
              {data.altered.join(', ')} {data.altered.length === 1 ? 'was' : 'were'} altered or taken away outside
              Candour.
            </b>{' '}
            What was signed there is not shown any more. Ask whoever runs the server who could reach its database.
          </span>
        </p>
      )}
      {data?.reviews.length === 0 && (
        <Empty heading="None was signed yet" text="The first one begins with the first entry of the activity." />
      )}
      {data !== undefined && data.reviews.length > 0 && (
        <section>
          <SectionHead title="Signed" count={data.reviews.length} />
          <ul className="rows">
            {data.reviews.map(({ id, number, by, at, fromAt, toAt, note }) => (
              <li key={id} className="review-row">
                <b>
                  <Link to="/reviews/$review" params={{ review: id }}>
                    Review {number}
                  </Link>
                </b>
                <span className="fixed">
                  {showDay(fromAt)} to {showDay(toAt)}
                </span>
                <span>{note}</span>
                <span className="second">
                  {by.name}, {showDayAndTime(at)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
