/** Looks at a period section by section, and signs it. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { reviewRoutes, reviewSections, type ReviewSection } from '@candour/contract/reviews.ts'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { ApiError, call } from '../../api/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { Failure } from '../../ui/trouble.tsx'
import '../alerts/alerts.css'
import { AlertsClosed } from '../alerts/alerts.page.tsx'
import { useSession } from '../sessions/session.ts'
import { ReviewedSections } from './reviewed-sections.tsx'
import './reviews.css'
import { reviewsChanged } from './reviews.ts'

const every = Object.keys(reviewSections) as ReviewSection[]

export function NewReviewPage() {
  usePageTitle('Review')
  const { can } = useSession()
  const navigate = useNavigate()
  const may = can.includes('alert.review')
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['review-preparation'],
    queryFn: () => call(reviewRoutes.prepare, {}),
    enabled: may,
    // What is shown is what is signed: it is not read again behind the reader's back.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  const [looked, setLooked] = useState<ReadonlySet<ReviewSection>>(new Set())
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const sign = useMutation({
    mutationFn: () => call(reviewRoutes.sign, { to: data!.reviewed.to, seen: data!.seen, looked: [...looked], note }),
    onSuccess: async ({ id }) => {
      announce('The review is signed')
      void reviewsChanged()
      await navigate({ to: '/reviews/$review', params: { review: id }, replace: true })
    },
  })
  if (!may) return <AlertsClosed />
  const missing = every.filter((section) => !looked.has(section))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (missing.length === 0 && note.trim() !== '' && !sign.isPending) sign.mutate()
  }
  const tick = (section: ReviewSection) => {
    const next = new Set(looked)
    if (!next.delete(section)) next.add(section)
    setLooked(next)
  }
  if (error instanceof ApiError && error.code === 'review.nothing_new')
    return (
      <div className="page">
        <Empty wholePage heading="Nothing to review" text="Nothing has happened since the last review.">
          <Link to="/reviews" className="button">
            Back to the reviews
          </Link>
        </Empty>
      </div>
    )
  const isOutdated = sign.error instanceof ApiError && sign.error.code === 'review.changed'
  return (
    <div className="page">
      <PageHead
        title="Review of sign-ins and access"
        lead={
          data === undefined
            ? 'The entries since the last review are counted. It takes a moment.'
            : `${showDayAndTime(data.reviewed.fromAt)} to ${showDayAndTime(data.reviewed.toAt)}, entries ${showCount(data.reviewed.from)} to ${showCount(data.reviewed.to)}.`
        }
      />
      {error !== null && <Failure error={error} heading="This can’t be shown" again={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={8} />}
      {data !== undefined && (
        <form className="review" onSubmit={submit} noValidate>
          <ReviewedSections
            reviewed={data.reviewed}
            tick={(section) => (
              <label className="review-tick">
                <input type="checkbox" checked={looked.has(section)} onChange={() => tick(section)} />
                Looked at<span className="for-screen-readers">: {reviewSections[section]}</span>
              </label>
            )}
          />
          <section className="review-sign fields">
            <Field
              label="What you found, and what follows"
              hint="It stays with your name and the time, and can’t be changed"
              name="note"
              value={note}
              onChange={setNote}
              maxLength={1000}
              error={asked && note.trim() === '' ? 'Say in a few words what you found.' : undefined}
            />
            {asked && missing.length > 0 && (
              <p className="field-error" role="alert">
                <Icon name="octagon" size={16} />
                <span>Not looked at yet: {missing.map((one) => reviewSections[one]).join(', ')}.</span>
              </p>
            )}
            <FormError error={sign.error} />
            <div className="acts">
              {isOutdated ? (
                <button
                  type="button"
                  className="button primary"
                  aria-disabled={isFetching}
                  onClick={() => {
                    setLooked(new Set())
                    sign.reset()
                    void refetch()
                  }}
                >
                  Look again
                </button>
              ) : (
                <button type="submit" className="button primary" aria-disabled={sign.isPending}>
                  <Icon name="pencil" />
                  {sign.isPending ? 'Signing' : 'Sign the review'}
                </button>
              )}
              <Link to="/reviews" className="button">
                Not now
              </Link>
            </div>
          </section>
        </form>
      )}
    </div>
  )
}
