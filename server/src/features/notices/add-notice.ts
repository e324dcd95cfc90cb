import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { emit } from '../events/emit.ts'
import { notices } from './notices.store.ts'

export function noticePlace(notice: string) {
  return { table: 'candour.notice', field: 'sealed', record: notice, revision: 1, schema: 1 }
}

/** Candour tells the practice something. */
export async function addNotice(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  heading: string,
  text: string,
): Promise<void> {
  const { tx, vault, keys } = within
  const notice = newId()
  await notices.insert(
    tx,
    notice,
    vault.seal(keys.record, noticePlace(notice), Buffer.from(JSON.stringify({ heading, text }))),
  )
  await emit(within, { kind: 'notice.added', patient: null, object: notice, member: null })
}
