import { showDayAndTime } from '@candour/contract/formatting.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { newId } from '../../platform/vault/ids.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import type { Check, Finding } from './check.ts'
import {
  practiceChecks,
  type CheckState,
  type SealedChangeRow,
  type SealedStateRow,
  type StateRow,
} from './checks.store.ts'
import { isStale, patienceOf } from './rhythm.ts'

/** What is sealed of a state; the times and the state beside it have to agree. */
interface StateFacts {
  state: CheckState
  since: string
  lastRunAt: string
  what: string
  facts: Record<string, string | number>
}
export type OpenedState = StateRow & Pick<StateFacts, 'what' | 'facts'>

type Keys = Pick<Within, 'tx' | 'vault' | 'keys'>

function place({ tx }: Pick<Keys, 'tx'>, name: string, revision: number) {
  return { table: 'candour.check_state', field: 'sealed', record: `${tx.practice} ${name}`, revision, schema: 1 }
}

function changePlace(change: string) {
  return { table: 'candour.check_change', field: 'sealed', record: change, revision: 1, schema: 1 }
}

/** Throws SealBroken where what stands beside the seal is not what is in it. */
export function openState(within: Keys, row: SealedStateRow): OpenedState {
  const { vault, keys } = within
  const plain = vault.open(keys.record, place(within, row.name, row.revision), row.sealed)
  const { state, since, lastRunAt, what, facts } = JSON.parse(plain.toString()) as StateFacts
  if (state !== row.state || since !== row.since.toISOString() || lastRunAt !== row.last_run_at.toISOString())
    throw new SealBroken('payload')
  return { ...row, what, facts }
}

export function openChange({ vault, keys }: Keys, row: SealedChangeRow): { state: CheckState; what: string } {
  const plain = vault.open(keys.record, changePlace(row.change), row.sealed)
  const { what, state, name, at } = JSON.parse(plain.toString()) as Record<'what' | 'name' | 'at', string> & {
    state: CheckState
  }
  // Those from before name neither check nor time.
  const isSame = name === undefined || (name === row.name && at === row.at.toISOString())
  if (state !== row.state || !isSame) throw new SealBroken('payload')
  return { what, state }
}

/** What a finding comes to beside the state before it. */
export interface Turn {
  since: Date
  /** What the history gets, oldest first; nothing where all is as it was. */
  changes: { at: Date; state: CheckState; what: string }[]
  /** Whether people are to be told. */
  turned: boolean
}

/** Time that nobody looked counts as failing, in the history as well. */
export function turnOf(
  check: Check,
  before: StateRow | null,
  finding: Finding,
  { now, practices }: { now: Date; practices: number },
): Turn {
  const change = { at: now, state: finding.state, what: finding.what }
  if (before === null) return { since: now, changes: [change], turned: finding.state === 'failing' }
  const turned = before.state !== finding.state
  if (before.last_run_at < now && isStale(check, before.last_run_at, now, practices)) {
    const from = new Date(before.last_run_at.getTime() + patienceOf(check, practices))
    const gap = { at: from, state: 'failing', what: `It did not run from ${showDayAndTime(from)} on.` } as const
    return { since: now, changes: [gap, change], turned }
  }
  return turned ? { since: now, changes: [change], turned } : { since: before.since, changes: [], turned }
}

/** What one check found, beside what was kept of it. */
export interface Found {
  check: Check
  before: SealedStateRow | null
  finding: Finding
  turn: Turn
}

/** False for a fence that is outdated: the transaction is to be given up. */
export async function keepStates(within: Within, found: readonly Found[], fence: number): Promise<boolean> {
  const { tx, vault, keys, now } = within
  const rows = found.map(({ check: { name }, before, finding: { state, what, facts = {} }, turn: { since } }) => {
    const revision = (before?.revision ?? 0) + 1
    const sealedFacts: StateFacts = { state, since: since.toISOString(), lastRunAt: now.toISOString(), what, facts }
    const sealed = vault.seal(keys.record, place(within, name, revision), Buffer.from(JSON.stringify(sealedFacts)))
    return { name, state, since, revision, sealed }
  })
  if (!(await practiceChecks.keep(tx, now, rows, fence))) return false
  for (const { check, turn } of found)
    for (const { at, state, what } of turn.changes) {
      const change = newId()
      const told = Buffer.from(JSON.stringify({ what, state, name: check.name, at }))
      const sealed = vault.seal(keys.record, changePlace(change), told)
      await practiceChecks.change(tx, { change, name: check.name, at, state, sealed })
    }
  return true
}
