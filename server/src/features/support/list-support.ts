import type { supportRoutes, SupportRequest } from '@candour/contract/support.ts'
import type { OutputOf } from '@candour/contract/route.ts'
import { csvText } from '@candour/contract/csv.ts'
import type { BytesInput, BytesOutcome, Call, Outcome, Within } from '../../platform/http/endpoint.ts'
import { nameMembers } from '../members/list-members.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { requests, type RequestRow } from './requests.store.ts'
import { openRequest, stateOf, type OpenedRequest } from './support-request.ts'

/** What was asked and decided. SealBroken when one of them was altered outside Candour. */
export async function listSupport(call: Call<unknown>): Promise<Outcome<OutputOf<typeof supportRoutes.list>>> {
  return { output: { isAllowed: call.actor.rules.supportAllowed, requests: await listAll(call) }, subjects: [] }
}

async function listAll(within: Within): Promise<SupportRequest[]> {
  const rows = await requests.list(within.tx)
  return showRequests(
    within,
    rows.map((row) => openRequest(within, row)),
  )
}

export async function showRequests(within: Within, opened: OpenedRequest[]): Promise<SupportRequest[]> {
  const names = await nameMembers(within)
  const whoIs = (member: string) => ({
    member,
    name: names.get(member)?.name ?? 'A member',
    role: names.get(member)?.role ?? '',
  })
  return opened.map(({ request, facts }): SupportRequest => {
    const { name, email, reason, minutes, askedAt, from, decided, until } = facts
    const state = stateOf(facts, within.now)
    const isByTime = state === 'over' && facts.ended === null
    const ended = isByTime ? { at: until!, how: 'time' as const, by: null } : facts.ended
    return {
      id: request,
      name,
      email,
      reason,
      minutes,
      askedAt,
      from,
      state,
      decided: decided === null ? null : { at: decided.at, by: whoIs(decided.by) },
      until,
      ended: ended === null ? null : { ...ended, by: ended.by === null ? null : whoIs(ended.by) },
      can: [
        ...(state === 'waiting' ? (['approve', 'refuse'] as const) : []),
        ...(state === 'open' ? (['end'] as const) : []),
        ...(decided !== null && state !== 'refused' ? (['replay'] as const) : []),
      ],
    }
  })
}

/** Null for one that was altered outside Candour, too: it lets nobody in, and hides none of the others. */
function letsIn(within: Within, row: RequestRow): OpenedRequest | null {
  try {
    const opened = openRequest(within, row)
    return stateOf(opened.facts, within.now) === 'open' ? opened : null
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

type InNow = OutputOf<typeof supportRoutes.now>['people']

/** Whose request is open at this moment, whatever the switch says. */
export async function whoIsIn(within: Within): Promise<InNow> {
  return (await requests.live(within.tx)).flatMap((row) => {
    const opened = letsIn(within, row)
    return opened === null ? [] : [{ id: opened.request, name: opened.facts.name, until: opened.facts.until! }]
  })
}

/** Who is in at this moment, for everybody of the practice. */
export async function supportNow(call: Call<unknown>): Promise<Outcome<OutputOf<typeof supportRoutes.now>>> {
  const people = call.actor.rules.supportAllowed ? await whoIsIn(call) : []
  return { output: { people }, subjects: [] }
}

const heading = [
  'Asked',
  'Who',
  'Email',
  'Why',
  'Minutes',
  'State',
  'Decided',
  'Decided by',
  'Until',
  'Ended',
  'Ended how',
  'Ended by',
]

/** The register, newest first, as a file. */
export async function exportSupport(call: Call<BytesInput>): Promise<BytesOutcome> {
  const rows = (await listAll(call)).map((one) => [
    one.askedAt,
    one.name,
    one.email,
    one.reason,
    String(one.minutes),
    one.state,
    one.decided?.at ?? '',
    one.decided?.by.name ?? '',
    one.until ?? '',
    one.ended?.at ?? '',
    one.ended?.how ?? '',
    one.ended?.by?.name ?? '',
  ])
  return {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="support.csv"',
      'cache-control': 'private, no-store',
    },
    body: Buffer.from(csvText(heading, rows)),
    subjects: [],
  }
}
