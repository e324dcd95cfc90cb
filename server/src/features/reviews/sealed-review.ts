import type { Review, Reviewed } from '@candour/contract/reviews.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { isOwnId } from '../../platform/vault/ids.ts'
import { whoOf } from '../entries/list-entries.ts'
import type { NamedMember } from '../members/list-members.ts'
import { reviews, type ReviewRow } from './reviews.store.ts'

/** What is sealed of a review: what was shown, as it was shown. */
export interface ReviewFacts {
  by: string
  at: string
  how: string
  note: string
  reviewed: Reviewed
  /** With those about who signed, which they were not shown; not there in one from before this was kept. */
  alerts?: Reviewed['alerts']
  /** Hash of the review before, base64; null for the first. */
  before: string | null
}

export interface OpenedReview {
  id: string
  number: number
  facts: ReviewFacts
  mark: Buffer
}

function place(review: string, number: number) {
  return { table: 'candour.review', field: 'sealed', record: review, revision: number, schema: 1 }
}

export function sealReview({ vault, keys }: Within, review: string, number: number, facts: ReviewFacts) {
  const sealed = vault.seal(keys.record, place(review, number), Buffer.from(JSON.stringify(facts)))
  return { review, number, sealed, compartment: keys.record.compartment, hash: digest(sealed) }
}

/** SealBroken for one that is not as it was signed, or not there (P33). */
export function openReview({ vault, keys }: Pick<Within, 'vault' | 'keys'>, row: ReviewRow): OpenedReview {
  const { review: id, number, sealed, mark } = row
  if (sealed === null || !digest(sealed).equals(mark)) throw new SealBroken('payload', `Review/${id}`)
  const facts = JSON.parse(vault.open(keys.record, place(id, number), sealed).toString()) as ReviewFacts
  return { id, number, facts, mark }
}

export interface Reviews {
  opened: OpenedReview[]
  altered: number[]
  /** The newest, whatever became of it. */
  last: ReviewRow | null
}

/**
 * All of them, newest first, beside the numbers of those that were altered: a number that is missing, and one that the next does
 * not name as the one before, are as good as altered.
 */
export async function openReviews(within: Within): Promise<Reviews> {
  const rows = await reviews.list(within.tx)
  const altered = new Set<number>()
  const opened = rows.flatMap((row) => {
    try {
      return [openReview(within, row)]
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      altered.add(row.number)
      return []
    }
  })
  const marks = new Map(rows.map((row) => [row.number, row.mark.toString('base64')]))
  for (const { number, facts } of opened)
    if (facts.before !== null && marks.get(number - 1) !== facts.before && marks.size < 200) altered.add(number - 1)
  return { opened, altered: [...altered].toSorted((one, other) => other - one), last: rows[0] ?? null }
}

/** Throws `review.not_found`; SealBroken for one that was altered. */
export async function findReview(call: Call<unknown>, id: string): Promise<OpenedReview> {
  const row = isOwnId(id) ? await reviews.read(call.tx, id) : null
  if (row === null) throw new AppError('review.not_found')
  return openReview(call, row)
}

/** All alerts count, except for who signed: they see what they were shown, or they would learn that one is about themselves. */
export function showReview(
  { actor }: Pick<Call<unknown>, 'actor'>,
  { id, number, facts }: OpenedReview,
  names: Map<string, NamedMember>,
): Review {
  const { by, at, how, note, reviewed } = facts
  const alerts = by === actor.member ? reviewed.alerts : (facts.alerts ?? reviewed.alerts)
  return { id, number, by: whoOf(by, names), at, how, note, reviewed: { ...reviewed, alerts } }
}
