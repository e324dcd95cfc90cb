/**
 * Reading again what changed. An act here and the event that tells of it come within moments, and each reading of a
 * record is an entry in the ledger: both are answered by one.
 */
import { queries } from './queries.ts'

const together = 300
const waiting = new Map<string, ReturnType<typeof setTimeout>>()

export function refreshSoon(queryKey: readonly unknown[]) {
  const name = JSON.stringify(queryKey)
  clearTimeout(waiting.get(name))
  waiting.set(
    name,
    setTimeout(() => {
      waiting.delete(name)
      void queries.invalidateQueries({ queryKey })
    }, together),
  )
}
