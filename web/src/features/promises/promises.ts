import { useQuery } from '@tanstack/react-query'
import { evidenceContentPath, evidenceRoutes } from '@candour/contract/evidence.ts'
import { promiseRoutes, type PromiseState, type Proof } from '@candour/contract/promises.ts'
import { call, currentCsrf, LostNetwork, noticeEnd, readError } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'

const key = ['proof']

/** @param askedAt when somebody asked for the checks to be run: until each promise has one that ran since, it is asked again */
export function useProof(enabled = true, askedAt: string | null = null) {
  return useQuery({
    queryKey: key,
    queryFn: () => call(promiseRoutes.show, {}),
    enabled,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (isRunning(state.data, askedAt) ? 2_000 : false),
  })
}

export function isRunning(proof: Pick<Proof, 'groups'> | undefined, askedAt: string | null): boolean {
  if (askedAt === null) return false
  const lines = proof?.groups.flatMap(({ promises }) => promises) ?? []
  return lines.some(({ lastRunAt }) => lastRunAt !== null && lastRunAt < askedAt)
}

export function usePromise(promise: string) {
  return useQuery({ queryKey: [...key, promise], queryFn: () => call(promiseRoutes.read, { promise }), staleTime: 0 })
}

export function usePublished(name: string) {
  return useQuery({
    queryKey: ['published', name],
    queryFn: () => call(promiseRoutes.readPublished, { name }),
    retry: false,
  })
}

export async function proofChanged() {
  await readAnew(key)
}

/** Announced, then sent whole. */
export async function fileEvidence(
  facts: { promise: string; title: string; note: string; expiresOn: string },
  file: File,
): Promise<void> {
  const { id } = await call(evidenceRoutes.announce, { ...facts, file: file.name, size: file.size })
  const path = evidenceContentPath.replace(':id', id)
  const headers = { 'x-candour-csrf': currentCsrf(), 'content-type': 'application/octet-stream' }
  const response = await fetch(path, { method: 'PUT', body: file, headers, credentials: 'same-origin' }).catch(() => {
    throw new LostNetwork()
  })
  if (response.ok) return
  const error = await readError(response)
  noticeEnd(error, path)
  throw error
}

/** Trouble comes first. */
const order: readonly PromiseState[] = ['failing', 'evidence-expired', 'evidence-missing', 'not-built', 'kept']

export function troubleFirst<T extends { state: PromiseState }>(promises: readonly T[]): T[] {
  return promises.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
}

/** The group with the worst trouble first; all that are kept last. */
export function worstFirst<T extends { promises: readonly { state: PromiseState }[] }>(groups: readonly T[]): T[] {
  const worst = ({ promises }: T) => Math.min(...promises.map(({ state }) => order.indexOf(state)))
  return groups.toSorted((one, other) => worst(one) - worst(other))
}

export function countOf(promises: readonly { state: PromiseState }[], state: PromiseState): number {
  return promises.filter((one) => one.state === state).length
}
