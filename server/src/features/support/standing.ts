import type { ErrorCode } from '@candour/contract/errors.ts'
import { firstRules } from '@candour/contract/rules.ts'
import type { Decided } from '../../platform/access/decided.ts'
import type { SupportPerson } from '../../platform/access/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Across } from '../../platform/database/workspace.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { isOwnId } from '../../platform/vault/ids.ts'
import { requests } from './requests.store.ts'
import { readRequest, stateOf, type RequestFacts } from './support-request.ts'

export type DecidedBy = (practice: string, mark: Buffer | null) => Promise<Decided>

/** The practice of a request of this person. Throws `support.not_in`. */
export async function placeOf(gate: Across, { person }: SupportPerson, request: string): Promise<string> {
  const places = isOwnId(request) ? await requests.placesOf(gate, request, person) : []
  // Two: somebody wrote another beside the right one, and neither counts.
  if (places.length !== 1) throw new AppError('support.not_in')
  return places[0]!
}

export interface Standing {
  facts: RequestFacts | null
  rules: Decided['rules']
  /** Why this request lets nobody in at this moment; null: it does. */
  why: ErrorCode | null
}

/** Asked at every call, of what the practice has sealed and marked: the switch, the lock, the request and its time. */
export async function standingOf(
  within: Pick<Within, 'tx' | 'vault' | 'keys' | 'now'>,
  decidedBy: DecidedBy,
  { person }: SupportPerson,
  request: string,
): Promise<Standing> {
  const { tx, now } = within
  try {
    const { rules, isLocked } = await decidedBy(tx.practice, await requests.rulesMark(tx))
    const found = await readRequest(within, request)
    if (found?.facts.person !== person) return { facts: null, rules, why: 'support.not_in' }
    const { facts } = found
    if (isLocked) return { facts, rules, why: 'practice.locked' }
    if (!rules.supportAllowed) return { facts, rules, why: 'support.off' }
    return { facts, rules, why: stateOf(facts, now) === 'open' ? null : 'support.not_in' }
  } catch (error) {
    if (error instanceof SealBroken) return { facts: null, rules: firstRules, why: 'record.altered' }
    throw error
  }
}
