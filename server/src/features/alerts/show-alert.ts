import { alertRules, type Alert } from '@candour/contract/alerts.ts'
import type { Call } from '../../platform/http/endpoint.ts'
import { whoOf, whoWasSupport } from '../entries/list-entries.ts'
import type { NamedMember } from '../members/list-members.ts'
import { alertWords } from './alert-words.ts'
import type { OpenedAlert } from './sealed-alert.ts'

export function showAlert({ id, state, facts }: OpenedAlert, names: Map<string, NamedMember>): Alert {
  const { rule, at, member, steps } = facts
  const { support, request } = facts.facts
  const who = support !== undefined ? whoWasSupport(String(support)) : member === null ? null : whoOf(member, names)
  const { what, usual } = alertWords(facts, who?.name ?? '')
  return {
    id,
    rule,
    title: alertRules[rule].title,
    at,
    who,
    request: request === undefined ? null : String(request),
    what,
    usual,
    isOpen: state === 'open',
    steps: steps.map(({ by, quietUntil = null, ...step }) => ({ ...step, by: whoOf(by, names), quietUntil })),
    can: state === 'open' ? ['settle'] : ['reopen'],
    isOfPair: isOfPair(facts),
  }
}

/** One member and one patient, of whom it may be left untold for a while. */
export function isOfPair({ rule, member }: Pick<OpenedAlert['facts'], 'rule' | 'member'>): boolean {
  return rule === 'snooping' && member !== null
}

/** One's own is nobody's business but the others', as long as there are any. */
export function mayShow({ actor }: Pick<Call<unknown>, 'actor'>, { facts }: OpenedAlert, alone: boolean): boolean {
  return facts.member !== actor.member || alone
}
