import type { Incident } from '@candour/contract/incidents.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { findIncident, type Found } from './find-incident.ts'
import { foldIncident } from './fold-incident.ts'
import type { StepFacts } from './incident-step.ts'
import { windClocks } from './wind-clocks.ts'
import { addStep, type OpenedIncident } from './sealed-incident.ts'
import { showIncident } from './show-incident.ts'

interface Asked {
  id: string
  /** Where what is done rests on what was seen: a step of somebody else's in between refuses it; a reminder is none. */
  baseRevision?: number
}

/**
 * One more step of an open case, with its clocks. Throws `incident.not_found`, `incident.closed`, `record.changed_meanwhile`
 * where somebody else was faster.
 */
export async function actOnIncident<I extends Asked>(
  call: Call<I>,
  decide: (found: Found) => StepFacts | Promise<StepFacts>,
  reason?: string,
): Promise<Outcome<Incident>> {
  const found = await findIncident(call, call.input.id)
  if (!found.opened.folded.isOpen) throw new AppError('incident.closed')
  const { steps } = found.opened
  const { baseRevision = steps.length } = call.input
  if (baseRevision > steps.length || steps.slice(baseRevision).some(({ step }) => step !== 'reminded'))
    throw new AppError('record.changed_meanwhile')
  return keepStep(call, found, await decide(found), reason)
}

export async function keepStep(
  call: Call<unknown>,
  { opened, handlers }: Found,
  facts: StepFacts,
  reason?: string,
): Promise<Outcome<Incident>> {
  const steps = await addStep(call, opened.id, opened.steps, { member: call.actor.member }, facts)
  const after: OpenedIncident = { id: opened.id, steps, folded: foldIncident(steps) }
  await windClocks(call, opened, after)
  return {
    output: await showIncident(call, after, handlers),
    subjects: [],
    ...(reason !== undefined && { reason }),
    facts: { step: steps.length },
    notFor: opened.folded.who,
  }
}
