import type { AlertVerdict } from '@candour/contract/alerts.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { digest } from '../../platform/vault/digest.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { resourceId } from '../resources/resource-id.ts'
import type { AlertRow, AlertState } from './alerts.store.ts'
import type { Found } from './memory.ts'

export interface AlertStep {
  what: 'settled' | 'reopened'
  verdict: AlertVerdict | null
  note: string
  by: string
  at: string
  /** Missing where it is told of again the next time. */
  quietUntil?: string
}

/** What is sealed of an alert. */
export type AlertFacts = Omit<Found, 'at'> & { at: string; steps: AlertStep[] }

export interface OpenedAlert {
  id: string
  revision: number
  state: AlertState
  facts: AlertFacts
}

type Keys = Pick<Within, 'vault' | 'keys'>

function place(alert: string, revision: number) {
  return { table: 'candour.alert', field: 'sealed', record: alert, revision, schema: 1 }
}

/** By what was found: the same at every look, and ordered by time (milliseconds in front, as in a UUIDv7). */
export function alertId(keys: Keys, { rule, member, number, at, facts }: Found): string {
  const hash = resourceId(keys, 'Alert', `${rule} ${member ?? ''} ${number} ${String(facts['kind'] ?? '')}`)
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${hash.slice(13)}`
}

export function stateOf({ steps }: AlertFacts): AlertState {
  return steps.at(-1)?.what === 'settled' ? 'settled' : 'open'
}

/** Until when it is left untold; null where it is told of again. What one decided about oneself counts for nothing. */
export function untoldUntil({ steps, member }: AlertFacts): number | null {
  const last = steps.at(-1)
  return last?.quietUntil === undefined || last.by === member ? null : Date.parse(last.quietUntil)
}

export function sealAlert({ vault, keys }: Keys, alert: string, revision: number, facts: AlertFacts) {
  const sealed = vault.seal(keys.record, place(alert, revision), Buffer.from(JSON.stringify(facts)))
  return { alert, revision, state: stateOf(facts), sealed, hash: digest(sealed), compartment: keys.record.compartment }
}

/** SealBroken for one that is gone, or is not the one that the ledger marked last (P33), or stands open though it was settled. */
export function openAlert({ vault, keys }: Keys, row: AlertRow): OpenedAlert {
  const { alert: id, revision, state, sealed, mark } = row
  const broken = () => new SealBroken('payload', `Alert/${id}`)
  if (sealed === null || revision === null || !digest(sealed).equals(mark)) throw broken()
  const facts = JSON.parse(vault.open(keys.record, place(id, revision), sealed).toString()) as AlertFacts
  if (stateOf(facts) !== state) throw broken()
  return { id, revision, state, facts }
}
