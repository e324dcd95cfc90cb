import type { Level } from '@candour/contract/permissions.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { emit } from '../events/emit.ts'
import { notices } from './notices.store.ts'

export function noticePlace(notice: string) {
  return { table: 'candour.notice', field: 'sealed', record: notice, revision: 1, schema: 1 }
}

/** What is sealed of a notice. `notFor`: a member who is not to see it; `proposes`: what it asks to be done, by one click. */
export interface NoticeFacts {
  heading: string
  text: string
  notFor?: string
  proposes?: 'incident'
}

/**
 * Candour tells the practice something, or those of a level and above but for one; false when the notice of this id stands open
 * already.
 */
export async function addNotice(
  within: Pick<Within, 'tx' | 'vault' | 'keys'>,
  heading: string,
  text: string,
  notice: string = newId(),
  forLevel: Level = 0,
  notFor: string | null = null,
  proposes?: NoticeFacts['proposes'],
): Promise<boolean> {
  const { tx, vault, keys } = within
  const facts: NoticeFacts = {
    heading,
    text,
    ...(notFor !== null && { notFor }),
    ...(proposes !== undefined && { proposes }),
  }
  const sealed = vault.seal(keys.record, noticePlace(notice), Buffer.from(JSON.stringify(facts)))
  const isNew = await notices.insert(tx, notice, sealed, forLevel)
  if (isNew) emit(within, { kind: 'notice.added', patient: null, object: notice, member: null })
  return isNew
}

/** What a notice told of is over; fine when it was put away before. */
export async function withdrawNotice({ tx }: Pick<Within, 'tx'>, notice: string): Promise<void> {
  await notices.dismiss(tx, notice, 4)
}
