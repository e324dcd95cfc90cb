import type { Within } from '../../platform/http/endpoint.ts'
import { lookingThrough } from '../../platform/ledger/look-through.store.ts'
import { openRules } from '../rules/sealed-rules.ts'
import type { OpenedReview } from './sealed-review.ts'

/** When the next review is due, by the practice's own rhythm, counted from the last or from the first day; null: it asks for none. */
export async function dueReview(
  within: Within,
  opened: readonly OpenedReview[],
): Promise<{ months: number; due: { at: string; isNow: boolean } | null }> {
  const { reviewMonths: months } = (await openRules(within)).rules
  if (months === 0) return { months, due: null }
  const first = opened[0]?.facts.at ?? (await lookingThrough.after(within.tx, 0, 1))[0]?.at ?? within.now
  const at = monthsAfter(new Date(first), months)
  return { months, due: { at: at.toISOString(), isNow: at <= within.now } }
}

/** The same day of a later month, or its last one. */
export function monthsAfter(from: Date, months: number): Date {
  const at = new Date(from)
  const dayOfMonth = at.getUTCDate()
  at.setUTCMonth(at.getUTCMonth() + months)
  if (at.getUTCDate() !== dayOfMonth) at.setUTCDate(0)
  return at
}
