import type { OpenedSupport, OwnSupportRequest } from '@candour/contract/support.ts'
import { supportCan } from '@candour/contract/support.ts'
import type { SupportPerson } from '../../platform/access/support.ts'
import { AppError } from '../../platform/app-error.ts'
import type { GateTransaction } from '../../platform/database/transaction.ts'
import type { PracticeKeySource } from '../../platform/access/practice-keys.ts'
import type { SupportCall, Tools, Within } from '../../platform/http/endpoint.ts'
import { cameToPass, sealEntry, type EntryOutcome } from '../../platform/ledger/entry.ts'
import { insertEntry } from '../../platform/ledger/ledger.store.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { newId } from '../../platform/vault/ids.ts'
import type { CompartmentKey } from '../../platform/vault/vault.ts'
import { reserveTry, type Try } from '../accounts/throttle.ts'
import { showPractice } from '../practices/show-practice.ts'
import { codeFields, codeToken } from './make-code.ts'
import { codes } from './codes.store.ts'
import { changed } from './end-support.ts'
import { placeOf, standingOf, type DecidedBy } from './standing.ts'
import { requests } from './requests.store.ts'
import {
  keepNewRequest,
  lockRequest,
  readRequest,
  rewriteRequest,
  stateOf,
  type OpenedRequest,
} from './support-request.ts'
import { tellOfRequest } from './tell-of-support.ts'
import { withdrawNotice } from '../notices/add-notice.ts'

type Listing = Pick<Tools, 'vault' | 'now'> & {
  gate: GateTransaction
  keysOf: PracticeKeySource
  person: SupportPerson
}

async function inside({ gate, vault, keysOf, now }: Omit<Listing, 'person'>, practice: string): Promise<Within> {
  const tx = gate.within(practice)
  return { tx, vault, keys: await keysOf(tx), now }
}

async function showOwn(within: Within, { request, facts }: OpenedRequest): Promise<OwnSupportRequest> {
  const { name } = await showPractice(within)
  const { reason, minutes, askedAt, until } = facts
  return { id: request, practice: name, reason, minutes, askedAt, state: stateOf(facts, within.now), until }
}

/** The newest fifty; one that was altered outside Candour is left out, and lets nobody in. */
export async function listOwnRequests(call: Listing): Promise<OwnSupportRequest[]> {
  const shown: OwnSupportRequest[] = []
  for (const { practice, request } of await requests.ofPerson(call.gate, call.person.person)) {
    const within = await inside(call, practice)
    try {
      const opened = await readRequest(within, request)
      if (opened?.facts.person === call.person.person) shown.push(await showOwn(within, opened))
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
    }
  }
  return shown
}

/** What somebody of support does that concerns a practice, in its ledger, under their name. */
function enter(
  { vault, person }: Pick<Listing, 'vault' | 'person'>,
  { tx, keys }: Within,
  request: string,
  verb: string,
  outcome: EntryOutcome,
  reason?: string,
): void {
  const { session, origin, name } = person
  const actor = { kind: 'support', practice: tx.practice, member: request, session, origin, supportName: name } as const
  const detail = { ...cameToPass(tx), ...(reason === undefined ? {} : { reason }) }
  const entry = sealEntry(vault, keys, { actor, verb, outcome, subjects: [], detail })
  insertEntry(tx, entry, () => new AppError('ledger.unavailable'))
}

/** Counts the try before the transaction: a wrong code rolls that back. */
export function prepareAsking(tokenKey: CompartmentKey) {
  return ({
    vault,
    person,
    atGate,
  }: Pick<SupportCall<unknown>, 'vault' | 'person'> & {
    atGate: <T>(act: (gate: GateTransaction) => Promise<T>) => Promise<T>
  }): Promise<Try> =>
    atGate((gate) => reserveTry(gate, vault, tokenKey, `support ${person.person}`, person.origin.address))
}

/**
 * Asks the practice of a code: its managers and administrators are told, and decide. Throws `support.code_wrong`, `support.off`,
 * `practice.locked`, `session.throttled`.
 */
export function askForSupport(tokenKey: CompartmentKey, decidedBy: DecidedBy) {
  return async (
    call: SupportCall<{ code: string; reason: string; minutes: number }>,
  ): Promise<{ output: OwnSupportRequest }> => {
    const { gate, vault, input, person, now } = call
    const { code, reason, minutes } = input
    const found = await codes.take(gate, codeToken(vault, tokenKey, code))
    if (found === null || !vault.isBound('support-code', codeFields(found), found.bound))
      throw new AppError('support.code_wrong')
    await (call.prepared as Try).succeeded(gate)
    const within = await inside(call, found.practice)
    const { rules, isLocked } = await decidedBy(found.practice, await requests.rulesMark(within.tx))
    if (isLocked) throw new AppError('practice.locked')
    if (!rules.supportAllowed) throw new AppError('support.off')
    const request = newId()
    const opened = await keepNewRequest(within, request, {
      person: person.person,
      name: person.name,
      email: person.email,
      reason,
      minutes,
      askedAt: now.toISOString(),
      from: person.origin.device,
      decided: null,
      until: null,
      ended: null,
    })
    await tellOfRequest(within, opened, call.publicOrigin)
    changed(within)
    enter(call, within, request, 'support.ask', 'changed', reason)
    return { output: await showOwn(within, opened) }
  }
}

/** Goes in, as the practice's sign-ins have it. Throws `support.not_in`, `support.off`, `practice.locked`, `record.altered`. */
export function openSupport(decidedBy: DecidedBy) {
  return async (call: SupportCall<{ id: string }>): Promise<{ output: OpenedSupport }> => {
    const { gate, input, person, csrf } = call
    const within = await inside(call, await placeOf(gate, person, input.id))
    const { facts, why } = await standingOf(within, decidedBy, person, input.id)
    if (facts === null || why !== null) throw new AppError(why ?? 'support.not_in')
    enter(call, within, input.id, 'support.open', 'signed-in')
    const { name, email } = person
    const practice = await showPractice(within)
    return { output: { id: input.id, name, email, csrf, practice, until: facts.until!, can: [...supportCan] } }
  }
}

/** Done before its time, or not needed any more; fine, and not entered again, when it was over already. Throws `support.not_in`. */
export async function closeSupport(call: SupportCall<{ id: string }>): Promise<{ output: Record<string, never> }> {
  const { gate, input, person, now } = call
  const within = await inside(call, await placeOf(gate, person, input.id))
  const opened = await lockRequest(within, input.id)
  if (opened.facts.person !== person.person) throw new AppError('support.not_in')
  if (['waiting', 'open'].includes(stateOf(opened.facts, now))) {
    await rewriteRequest(within, opened, {
      ...opened.facts,
      ended: { at: now.toISOString(), how: 'support', by: null },
    })
    await withdrawNotice(within, input.id)
    changed(within)
    enter(call, within, input.id, 'support.close', 'changed')
  }
  return { output: {} }
}
