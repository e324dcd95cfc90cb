import type { Review, reviewRoutes } from '@candour/contract/reviews.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import type { BytesInput, BytesOutcome, Call, Outcome } from '../../platform/http/endpoint.ts'
import { whoOf } from '../entries/list-entries.ts'
import { nameMembers } from '../members/list-members.ts'
import { dueReview } from './due-review.ts'
import { findReview, openReviews, showReview } from './sealed-review.ts'

export async function listReviews(call: Call<unknown>): Promise<Outcome<OutputOf<typeof reviewRoutes.list>>> {
  const [{ opened, altered }, names] = [await openReviews(call), await nameMembers(call)]
  const reviews = opened.map(({ id, number, facts: { by, at, note, reviewed } }) => {
    const { fromAt, toAt } = reviewed
    return { id, number, by: whoOf(by, names), at, fromAt, toAt, note }
  })
  return { output: { ...(await dueReview(call, opened)), reviews, altered }, subjects: [] }
}

/** Throws `review.not_found`; SealBroken for one that was altered. */
export async function readReview(call: Call<{ id: string }>): Promise<Outcome<Review>> {
  const opened = await findReview(call, call.input.id)
  return { output: showReview(call, opened, await nameMembers(call)), subjects: [] }
}

/** As a file, for an inspector. Throws the same. */
export async function exportReview(call: Call<BytesInput>): Promise<BytesOutcome> {
  const opened = await findReview(call, call.input.parameters['id']!)
  const shown = showReview(call, opened, await nameMembers(call))
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="review-${opened.number}.json"`,
      'cache-control': 'private, no-store',
    },
    body: Buffer.from(`${JSON.stringify(shown, null, 2)}\n`),
    subjects: [],
  }
}
