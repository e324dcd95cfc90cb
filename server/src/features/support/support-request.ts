import type { supportEnds, SupportRequest } from '@candour/contract/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { requests, type RequestRow } from './requests.store.ts'

/** What is sealed of a request: all that was asked, and all that was decided. */
export interface RequestFacts {
  person: string
  name: string
  email: string
  reason: string
  minutes: number
  askedAt: string
  /** The device that asked, in words. */
  from: string
  decided: { at: string; by: string; isApproved: boolean } | null
  /** Once it was approved. */
  until: string | null
  /** Before its time; `by` is the member who ended it. */
  ended: { at: string; how: Exclude<(typeof supportEnds)[number], 'time'>; by: string | null } | null
}

export interface OpenedRequest {
  request: string
  revision: number
  facts: RequestFacts
}

const waitingHours = 24

export function stateOf({ askedAt, decided, until, ended }: RequestFacts, now: Date): SupportRequest['state'] {
  if (decided !== null && !decided.isApproved) return 'refused'
  if (ended !== null) return 'over'
  if (decided === null) return now.getTime() - Date.parse(askedAt) < waitingHours * 3_600_000 ? 'waiting' : 'expired'
  return until !== null && Date.parse(until) > now.getTime() ? 'open' : 'over'
}

/** As the row says it, for those alone that can still let somebody in; what it says has to fit what is sealed. */
function rowStateOf({ decided, ended }: RequestFacts): 'live' | 'over' {
  return ended !== null || decided?.isApproved === false ? 'over' : 'live'
}

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place(request: string, revision: number) {
  return { table: 'candour.support', field: 'sealed', record: request, revision, schema: 1 }
}

function seal({ vault, keys }: Keys, request: string, revision: number, facts: RequestFacts) {
  const sealed = vault.seal(keys.record, place(request, revision), Buffer.from(JSON.stringify(facts)))
  return { sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

export async function keepNewRequest(within: Keys, request: string, facts: RequestFacts): Promise<OpenedRequest> {
  await requests.insert(within.tx, { request, person: facts.person, ...seal(within, request, 1, facts) })
  noteChange(within.tx, 'support', request, null, carriedOf(facts))
  return { request, revision: 1, facts }
}

export async function rewriteRequest(
  within: Keys,
  { request, revision: before, facts: was }: OpenedRequest,
  facts: RequestFacts,
): Promise<OpenedRequest> {
  const revision = before + 1
  const state = rowStateOf(facts)
  await requests.update(within.tx, { request, state, revision, ...seal(within, request, revision, facts) })
  noteChange(within.tx, 'support', request, carriedOf(was), carriedOf(facts))
  return { request, revision, facts }
}

function carriedOf({ decided, ended, minutes, until }: RequestFacts) {
  const state = ended !== null ? 'ended' : decided === null ? 'asked' : decided.isApproved ? 'approved' : 'refused'
  return { state, minutes, until }
}

/** SealBroken when it is not what Candour sealed and the ledger marked last (P33): whoever it is of, it lets nobody in. */
export function openRequest(
  { vault, keys }: Keys,
  { request, person, state, revision, sealed, mark }: RequestRow,
): OpenedRequest {
  const isWhole = sealed !== null && revision !== null && mark !== null && digest(sealed).equals(mark)
  if (!isWhole) throw new SealBroken('payload', `Support/${request}`)
  const facts = JSON.parse(vault.open(keys.record, place(request, revision), sealed).toString()) as RequestFacts
  // Told to be over, one that is open would be missed by whoever ends what is open, and by the banner.
  if (facts.person !== person || rowStateOf(facts) !== state) throw new SealBroken('payload', `Support/${request}`)
  return { request, revision, facts }
}

/** Null when there is none of this id in this practice, and never was. Throws SealBroken. */
export async function readRequest(within: Keys, request: string): Promise<OpenedRequest | null> {
  const row = await requests.read(within.tx, request)
  return row.sealed === null && row.mark === null ? null : openRequest(within, row)
}

/** For whoever changes it: one at a time, until the end of the transaction. Throws `support.not_found`, SealBroken. */
export async function lockRequest(within: Keys, request: string): Promise<OpenedRequest> {
  await requests.lock(within.tx, request)
  const found = await readRequest(within, request)
  if (found === null) throw new AppError('support.not_found')
  return found
}
