/**
 * Reading again what changed. An act here and the event that tells of it come within moments, and each reading of a
 * record is an entry in the ledger: both are answered by one.
 */
import type { Query, QueryKey } from '@tanstack/react-query'
import { keepsAnswers } from './client.ts'
import { queries } from './queries.ts'

const together = 300
const waiting = new Map<string, ReturnType<typeof setTimeout>>()

export function refreshSoon(queryKey: QueryKey) {
  const name = JSON.stringify(queryKey)
  clearTimeout(waiting.get(name))
  waiting.set(
    name,
    setTimeout(() => {
      waiting.delete(name)
      void readAnew(queryKey)
    }, together),
  )
}

/**
 * Resolves when what is shown of it has been read again. A first reading that is still under way may bring what was before:
 * it is given up and begun anew, where TanStack Query would take it for the new one. So is one that nobody watches.
 */
export async function readAnew(queryKey: QueryKey, exact = false): Promise<void> {
  const underWay = { queryKey, exact, fetchStatus: 'fetching' } as const
  void queries.cancelQueries({ ...underWay, predicate: (query) => !query.isActive() })
  const isFirst = (query: Query) => query.isActive() && query.state.data === undefined
  void queries.cancelQueries({ ...underWay, predicate: isFirst }, { revert: false, silent: true })
  await queries.invalidateQueries({ queryKey, exact })
}

/**
 * The answer of an act is shown at once, unless its screen was left. What was asked for before it may be answered after it:
 * that is asked anew.
 */
export function keepAnswer<T>(queryKey: QueryKey, answer: T | ((before: T | undefined) => T | undefined)): void {
  if (!keepsAnswers()) return
  const isAsked = queries.isFetching({ queryKey, exact: true }) > 0
  queries.setQueryData<T>(queryKey, answer)
  if (isAsked) void readAnew(queryKey, true)
}
