import type { Review, Reviewed } from '@candour/contract/reviews.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { digest } from '../../platform/vault/digest.ts'
import { newId } from '../../platform/vault/ids.ts'
import { nameMembers } from '../members/list-members.ts'
import { withdrawNotice } from '../notices/add-notice.ts'
import { reminderOf } from './remind-of-review.ts'
import { periodOf, reviewPeriod } from './review-period.ts'
import { reviews } from './reviews.store.ts'
import { openReviews, sealReview, showReview, type ReviewFacts } from './sealed-review.ts'

/** Throws `review.nothing_new`. */
export async function prepareReview(
  call: Call<{ to?: number | undefined }>,
): Promise<Outcome<{ reviewed: Reviewed; seen: string }>> {
  const period = await periodOf(call, await openReviews(call), call.input.to)
  if (period === null) throw new AppError('review.nothing_new')
  const { reviewed } = await reviewPeriod(call, period)
  return { output: { reviewed, seen: seenOf(reviewed) }, subjects: [] }
}

const seenOf = (reviewed: Reviewed) => digest(Buffer.from(JSON.stringify(reviewed))).toString('hex')

/**
 * Keeps what was shown as it was shown, bound to the entries that it was counted from. Throws `review.changed` where that is
 * not what there is, and `record.changed_meanwhile` where somebody else signed.
 */
export async function signReview(call: Call<{ to: number; seen: string; note: string }>): Promise<Outcome<Review>> {
  const { input, tx, actor, now } = call
  // Read once: of two who sign at the same time both take the same number, and one gets it.
  const before = await openReviews(call)
  const { last } = before
  const period = await periodOf(call, before, input.to)
  if (period === null) throw new AppError('review.changed')
  const { reviewed, alerts } = await reviewPeriod(call, period)
  if (seenOf(reviewed) !== input.seen) throw new AppError('review.changed')
  const number = (last?.number ?? 0) + 1
  const facts: ReviewFacts = {
    by: actor.member,
    at: now.toISOString(),
    how: actor.how,
    note: input.note,
    reviewed,
    alerts,
    before: last?.mark.toString('base64') ?? null,
  }
  const id = newId()
  const row = sealReview(call, id, number, facts)
  await reviews.insert(tx, row)
  noteChange(tx, 'review', id, null, { from: period.from, to: period.to })
  await withdrawNotice(call, reminderOf(call, number))
  const shown = showReview(call, { id, number, facts, mark: row.hash }, await nameMembers(call))
  return {
    output: shown,
    subjects: [],
    reason: input.note,
    facts: { review: number, from: period.from, to: period.to },
  }
}
