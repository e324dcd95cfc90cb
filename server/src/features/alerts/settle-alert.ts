import type { Alert, AlertVerdict } from '@candour/contract/alerts.ts'
import { showDay } from '@candour/contract/formatting.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { noteChange } from '../../platform/ledger/changed-fields.ts'
import { nameMembers } from '../members/list-members.ts'
import { nameToTell } from '../members/read-member.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { alerts } from './alerts.store.ts'
import { findAlert } from './read-alert.ts'
import { day } from './seen.ts'
import { sealAlert, stateOf, type AlertStep, type OpenedAlert } from './sealed-alert.ts'
import { isOfPair, showAlert } from './show-alert.ts'

const mostSteps = 40

/**
 * Somebody says what it was; with it goes the notice. What is left untold the others are told once. Throws `alert.not_found`,
 * `alert.settled`, `alert.not_of_pair`, `alert.own_untold`.
 */
export async function settleAlert(
  call: Call<{ id: string; verdict: AlertVerdict; note: string; quietDays: number | null }>,
): Promise<Outcome<Alert>> {
  const { id, verdict, note, quietDays } = call.input
  const opened = await findAlert(call, id)
  if (opened.state === 'settled') throw new AppError('alert.settled')
  if (quietDays !== null && (verdict !== 'harmless' || !isOfPair(opened.facts))) throw new AppError('alert.not_of_pair')
  // Whoever is alone settles their own alerts; that the next one is not raised is nothing they decide.
  if (quietDays !== null && opened.facts.member === call.actor.member) throw new AppError('alert.own_untold')
  await withdrawNotice(call, id)
  if (quietDays === null) return addStep(call, opened, { what: 'settled', verdict, note })
  const until = new Date(call.now.getTime() + quietDays * day)
  await tellOfQuiet(call, opened, until)
  return addStep(call, opened, { what: 'settled', verdict, note, quietUntil: until.toISOString() })
}

/** To all who settle alerts, but for whom it is about. */
async function tellOfQuiet(call: Call<unknown>, { facts }: OpenedAlert, until: Date): Promise<void> {
  const { actor } = call
  const [by, about] = [await nameToTell(call, actor.member), await nameToTell(call, facts.member!)]
  await addNotice(
    call,
    'Something is left untold',
    `${by} settled something about ${about} and a patient as harmless, and it is not told of again until ${showDay(until)}. What it was, and why, stands under Alerts; opening it again there ends this.`,
    undefined,
    3,
    facts.member,
  )
}

/** It was more than somebody thought: it stands open again. Throws `alert.not_found`, `alert.open`. */
export async function reopenAlert(call: Call<{ id: string; note: string }>): Promise<Outcome<Alert>> {
  const { id, note } = call.input
  const opened = await findAlert(call, id)
  if (opened.state === 'open' || opened.facts.steps.length >= mostSteps) throw new AppError('alert.open')
  return addStep(call, opened, { what: 'reopened', verdict: null, note })
}

async function addStep(
  call: Call<unknown>,
  { id, revision: before, facts, state }: OpenedAlert,
  step: Omit<AlertStep, 'by' | 'at'>,
): Promise<Outcome<Alert>> {
  const { tx, actor, now } = call
  const steps = [...facts.steps, { ...step, by: actor.member, at: now.toISOString() }]
  const after: OpenedAlert = {
    id,
    revision: before + 1,
    facts: { ...facts, steps },
    state: stateOf({ ...facts, steps }),
  }
  await alerts.update(tx, sealAlert(call, id, after.revision, after.facts))
  const verdict = facts.steps.at(-1)?.verdict ?? null
  noteChange(tx, 'alert', id, { state, verdict }, { state: after.state, verdict: step.verdict })
  const reason = step.verdict === null ? step.note : `${step.verdict}: ${step.note}`
  const output = showAlert(after, await nameMembers(call))
  return { output, subjects: [], reason, facts: { entry: facts.number }, notFor: facts.member }
}
