import type { Permission } from '@candour/contract/permissions.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import type { EntryDetail } from '../../platform/ledger/entry.ts'
import type { EntryRow } from '../../platform/ledger/ledger.store.ts'

/** As what somebody reads an entry: the activity, what they did themselves, or the history of a record. */
export type Reader = 'of-activity' | 'own' | 'of-record'

/** What these say (why, which fields, figures) is for those alone who could do them. */
const forHolders: Record<string, Permission> = {
  incident: 'incident.manage',
  alert: 'alert.review',
  'access-link': 'access.show',
  hold: 'hold.manage',
}

/** They are about a member, who is the last to read them. */
const aboutMembers: readonly string[] = ['incident', 'alert']

/** Of a record's history without the activity: what was said for all who may open the record. */
const saidOfRecord: readonly string[] = [
  'glass.break',
  'glass.end',
  'glass.settle',
  'restriction.restrict',
  'restriction.lift',
  'transfer.export-patient',
]

/** Nobody forgets what they wrote themselves. */
export function isOwn({ actor }: Pick<Call<unknown>, 'actor'>, row: Pick<EntryRow, 'actor' | 'actor_kind'>): boolean {
  return row.actor_kind === 'member' && row.actor === actor.member
}

/** Whether a reader is told what an entry says. That it happened is told to all who read it: the ledger has no gaps. */
export function tellsWords(
  call: Pick<Call<unknown>, 'actor'>,
  row: Pick<EntryRow, 'actor' | 'actor_kind' | 'verb'>,
  { notFor }: Pick<EntryDetail, 'notFor'>,
  reader: Reader,
): boolean {
  if (isOwn(call, row)) return true
  const noun = row.verb.slice(0, row.verb.indexOf('.'))
  const { can, member } = call.actor
  const needed = forHolders[noun]
  if (needed !== undefined && !can.has(needed)) return false
  // An older one doesn't say whom it is about: so it may be the reader.
  if (aboutMembers.includes(noun) && (notFor === undefined || notFor === member)) return false
  return reader !== 'of-record' || saidOfRecord.includes(row.verb)
}
