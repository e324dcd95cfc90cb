/** The own second factors. */
import { useQuery } from '@tanstack/react-query'
import { factorRoutes } from '@candour/contract/factors.ts'
import type { Session } from '@candour/contract/sessions.ts'
import { call } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { readAnew } from '../../api/refresh.ts'
import { sessionQuery } from '../sessions/session.ts'

const key = ['factors']

export function useFactors() {
  return useQuery({ queryKey: key, queryFn: () => call(factorRoutes.list, {}) })
}

export async function factorsChanged(): Promise<void> {
  await readAnew(key)
  await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
}

/** The days of grace are over: nothing but the way to a second factor is shown. */
export function isFactorDue({ factorDueAt }: Pick<Session, 'factorDueAt'>, now = new Date()): boolean {
  return factorDueAt !== null && new Date(factorDueAt) <= now
}
