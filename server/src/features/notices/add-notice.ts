import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { emit } from '../events/emit.ts'
import { notices } from './notices.store.ts'

export function noticePlace(notice: string) {
  return { table: 'candour.notice', field: 'sealed', record: notice, revision: 1, schema: 1 }
}

/** Candour tells the practice something; false when the notice of this id stands open already. */
export async function addNotice(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  heading: string,
  text: string,
  notice: string = newId(),
): Promise<boolean> {
  const { tx, vault, keys } = within
  const isNew = await notices.insert(
    tx,
    notice,
    vault.seal(keys.record, noticePlace(notice), Buffer.from(JSON.stringify({ heading, text }))),
  )
  if (isNew) emit(within, { kind: 'notice.added', patient: null, object: notice, member: null })
  return isNew
}

/** What a notice told of is over; fine when it was put away before. */
export async function withdrawNotice({ tx }: Pick<Within, 'tx'>, notice: string): Promise<void> {
  await notices.dismiss(tx, notice)
}
