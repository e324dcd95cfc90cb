import { useQuery } from '@tanstack/react-query'
import { reviewRoutes } from '@candour/contract/reviews.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['reviews']

export function useReviews(enabled = true) {
  return useQuery({ queryKey: key, queryFn: () => call(reviewRoutes.list, {}), enabled })
}

export function useReview(id: string, enabled: boolean) {
  return useQuery({ queryKey: [...key, id], queryFn: () => call(reviewRoutes.read, { id }), enabled })
}

export async function reviewsChanged() {
  await readAnew(key)
  await readAnew(['notices'])
}

/** In words: "every 3 months". */
export function rhythmWords(months: number): string {
  if (months === 0) return 'never'
  if (months === 12) return 'every year'
  return months === 1 ? 'every month' : `every ${months} months`
}
