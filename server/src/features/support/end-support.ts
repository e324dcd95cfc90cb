import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { emit } from '../events/emit.ts'
import { withdrawNotice } from '../notices/add-notice.ts'
import { requests } from './requests.store.ts'
import { openRequest, rewriteRequest, stateOf, type RequestFacts } from './support-request.ts'

/** Every window of the practice is told to look who is in. */
export function changed(within: Pick<Within, 'tx'>): void {
  emit(within, { kind: 'support.changed', patient: null, object: null, member: null })
}

/**
 * All that stands open or waits in the practice, of everybody or of one person; nothing of it comes back when support is let in
 * again. One that was altered outside Candour lets nobody in as it is.
 */
export async function endSupport(
  within: Within,
  how: NonNullable<RequestFacts['ended']>['how'],
  { by = null, person = null }: { by?: string | null; person?: string | null } = {},
): Promise<number> {
  const { tx, now } = within
  await requests.lockLive(tx)
  let count = 0
  for (const row of await requests.live(tx)) {
    try {
      const opened = openRequest(within, row)
      if (person !== null && opened.facts.person !== person) continue
      if (!['waiting', 'open'].includes(stateOf(opened.facts, now))) continue
      await rewriteRequest(within, opened, { ...opened.facts, ended: { at: now.toISOString(), how, by } })
      await withdrawNotice(within, opened.request)
      count++
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
    }
  }
  if (count > 0) changed(within)
  return count
}
