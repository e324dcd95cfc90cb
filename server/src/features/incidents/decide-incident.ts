import type { Incident } from '@candour/contract/incidents.ts'
import type { Risk, Telling } from '@candour/contract/incident-words.ts'
import { AppError } from '../../platform/app-error.ts'
import type { Call, Outcome } from '../../platform/http/endpoint.ts'
import { addNotice, withdrawNotice } from '../notices/add-notice.ts'
import { actOnIncident } from './act-on-incident.ts'
import { currentDecision, isSettled, needsSecond, settledRisk } from './fold-incident.ts'
import { isOnlyHandler } from './handlers.ts'
import type { StepFacts } from './incident-step.ts'
import { noticeOf } from './wind-clocks.ts'

interface Decided {
  id: string
  baseRevision: number
  reason: string
}

/** How high the risk is. "None" counts once a second person agrees. Throws `record.changed_meanwhile`. */
export function decideRisk(call: Call<Decided & { risk: Risk }>): Promise<Outcome<Incident>> {
  const { risk: choice, reason } = call.input
  return decide(call, { step: 'decided', about: 'risk', choice, reason })
}

/** Whether the people concerned are told; where the risk is high. Throws `incident.not_high`. */
export function decideTelling(call: Call<Decided & { telling: Telling }>): Promise<Outcome<Incident>> {
  const { telling: choice, reason } = call.input
  return decide(call, { step: 'decided', about: 'individuals', choice, reason })
}

type WithoutAlone<F> = F extends { step: 'decided' } ? Omit<F, 'alone'> : never

function decide(call: Call<Decided>, decision: WithoutAlone<StepFacts>): Promise<Outcome<Incident>> {
  return actOnIncident(
    call,
    async ({ opened, handlers }) => {
      const { id, folded } = opened
      if (decision.about === 'individuals' && settledRisk(folded) !== 'high') throw new AppError('incident.not_high')
      const waits = needsSecond(decision)
      const alone = waits && isOnlyHandler(call, folded, handlers)
      await withdrawNotice(call, noticeOf(call, id, 'second'))
      if (waits && !alone)
        await addNotice(
          call,
          'A decision waits for a second person',
          'Somebody decided that an incident need not be told of. It counts once another who handles incidents agrees; the clock goes on until then. It stands under Incidents.',
          noticeOf(call, id, 'second'),
          3,
          folded.who,
        )
      return { ...decision, alone } as StepFacts
    },
    decision.reason,
  )
}

/** A second person agrees. Throws `incident.second_person`, `incident.no_decision` for one that is not the last word. */
export function confirmDecision(call: Call<{ id: string; decision: number }>): Promise<Outcome<Incident>> {
  const { decision: number } = call.input
  return actOnIncident(call, async ({ opened: { id, folded } }) => {
    const decision = folded.decisions.find((one) => one.number === number)
    const isLast = decision !== undefined && currentDecision(folded, decision.about) === decision
    if (!isLast || isSettled(decision)) throw new AppError('incident.no_decision')
    if (typeof decision.by === 'object' && decision.by.member === call.actor.member)
      throw new AppError('incident.second_person')
    await withdrawNotice(call, noticeOf(call, id, 'second'))
    return { step: 'confirmed', decision: number }
  })
}
