/** A signed review, as it was signed: to read, to print, to take out. */
import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { proveFirst } from '../../api/client.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, SectionHead, usePageTitle } from '../../ui/page.tsx'
import { Failure } from '../../ui/trouble.tsx'
import '../alerts/alerts.css'
import { AlertsClosed } from '../alerts/alerts.page.tsx'
import { useSession } from '../sessions/session.ts'
import { ReviewedSections } from './reviewed-sections.tsx'
import './reviews.css'
import { useReview } from './reviews.ts'

export function ReviewPage() {
  usePageTitle('Review')
  const { review: id } = useParams({ from: '/signed-in/reviews/$review' })
  const { can, practice } = useSession()
  const may = can.includes('alert.review')
  const { data, error, refetch } = useReview(id, may)
  const take = useMutation({
    mutationFn: async () => {
      if (!(await proveFirst())) return
      const link = document.createElement('a')
      link.href = `/api/reviews/${id}/export`
      link.download = 'review.json'
      link.click()
    },
  })
  if (!may) return <AlertsClosed />
  if (error !== null)
    return (
      <div className="page">
        <Failure error={error} heading="This review can’t be shown" again={() => void refetch()} />
      </div>
    )
  if (data === undefined)
    return (
      <div className="page">
        <Loading lines={8} />
      </div>
    )
  const { number, by, at, note, reviewed } = data
  return (
    <div className="page">
      <PageHead
        eyebrow={practice.name}
        title={`Review ${number} of sign-ins and access`}
        lead={`${showDayAndTime(reviewed.fromAt)} to ${showDayAndTime(reviewed.toAt)}, entries ${showCount(reviewed.from)} to ${showCount(reviewed.to)}.`}
      >
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print
        </button>
        <button type="button" className="button" onClick={() => take.mutate()}>
          <Icon name="download" />
          Take out
        </button>
        <FormError error={take.error} />
      </PageHead>
      <div className="review">
        <section>
          <SectionHead title="Signed" />
          <dl className="facts">
            <div>
              <dt>By</dt>
              <dd>
                {by.name}
                {by.role !== '' && `, ${by.role}`}
              </dd>
            </div>
            <div>
              <dt>On</dt>
              <dd>{showDayAndTime(at)}</dd>
            </div>
            <div>
              <dt>What was found</dt>
              <dd>{note}</dd>
            </div>
            <div>
              <dt>SHA-256 of the entries</dt>
              <dd className="entry-hash">{reviewed.hash.replace(/(.{4})/g, '$1 ')}</dd>
            </div>
          </dl>
        </section>
        <ReviewedSections reviewed={reviewed} />
      </div>
    </div>
  )
}
