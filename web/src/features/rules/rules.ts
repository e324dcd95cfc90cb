/** What the practice decided about signing in. */
import { useQuery } from '@tanstack/react-query'
import { rulesRoutes, type Rules, type ShownRules } from '@candour/contract/rules.ts'
import { call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { keepAnswer } from '../../api/refresh.ts'
import { sessionQuery } from '../sessions/session.ts'

const key = ['rules']

export function useRules() {
  return useQuery({ queryKey: key, queryFn: () => call(rulesRoutes.read, {}) })
}

export async function rulesChanged(shown: ShownRules): Promise<void> {
  keepAnswer(key, shown)
  await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
}

export type Range = Rules['addresses'][number]
export type Location = Rules['locations'][number]
export type MemberRules = Rules['members'][number]
