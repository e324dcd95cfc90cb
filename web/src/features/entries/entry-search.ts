/** What an address may narrow the activity and the sign-ins to; anything else in it is left out. */
import { entryGroupNames, entryKinds, type EntryGroup } from '@candour/contract/entries.ts'

type Search = Record<string, unknown>
const uuid = /^[\da-f-]{36}$/
const day = /^\d{4}-\d{2}-\d{2}$/

export interface ActivitySearch {
  kind?: (typeof entryKinds)[number]
  group?: EntryGroup
  member?: string
  patient?: string
  from?: string
  to?: string
  place?: string
  session?: string
  routine?: 'shown'
  visits?: 'off'
}

/** An address of the activity can be kept, sent and opened again: all of the filter stands in it. */
export function ofActivity(search: Search): ActivitySearch {
  const text = (name: string, pattern: RegExp) => {
    const value = search[name]
    return typeof value === 'string' && pattern.test(value) ? { [name]: value } : {}
  }
  const kind = entryKinds.find((one) => one === search['kind'])
  const group = entryGroupNames.find((one) => one === search['group'])
  return {
    ...(kind !== undefined && kind !== 'all' && { kind }),
    ...(group !== undefined && { group }),
    ...text('member', uuid),
    ...text('patient', /^[A-Za-z0-9\-.]{1,64}$/),
    ...text('from', day),
    ...text('to', day),
    ...text('place', /^.{1,120}$/),
    ...text('session', uuid),
    ...(search['routine'] === 'shown' && { routine: 'shown' as const }),
    ...(search['visits'] === 'off' && { visits: 'off' as const }),
  }
}

/** What of it is asked of the server. */
export function asked({ visits: _visits, routine, ...search }: ActivitySearch) {
  return { ...search, kind: search.kind ?? ('all' as const), routine: routine ?? ('folded' as const) }
}

/** Something is asked that hides entries, beside what is routine. */
export function isNarrowed({ visits: _visits, routine: _routine, ...search }: ActivitySearch): boolean {
  return Object.keys(search).length > 0
}

export function ofMemberAndKind(search: Search): { member?: string; kind?: 'failed' } {
  const { member } = ofActivity(search)
  return { ...(member !== undefined && { member }), ...(search['kind'] === 'failed' && { kind: 'failed' }) }
}

export function ofRecord(search: Search): { type?: string; item?: string } {
  const { type, item } = search
  return typeof type === 'string' && typeof item === 'string' && /^[A-Za-z]{1,64}$/.test(type) ? { type, item } : {}
}
