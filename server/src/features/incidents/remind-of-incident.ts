import { clockWords } from '@candour/contract/incident-clocks.ts'
import type { Within } from '../../platform/http/endpoint.ts'
import { SealBroken } from '../../platform/vault/vault-errors.ts'
import { addAlarm } from '../notices/raise-alarm.ts'
import { clocksOf, remindersOf, type Reminder } from './clocks.ts'
import type { Folded } from './fold-incident.ts'
import { addStep, openIncident } from './sealed-incident.ts'
import { tellHandlers } from './tell-handlers.ts'
import { noticeOf } from './wind-clocks.ts'

/** The most urgent that is over, of each clock that runs, unless it or a later one was told of. */
function dueReminders(folded: Folded, now: Date): Reminder[] {
  if (!folded.isOpen) return []
  const over = remindersOf(folded, now).filter(({ at }) => Date.parse(at) <= now.getTime())
  const last = new Map(over.map((reminder) => [reminder.clock, reminder]))
  return [...last.values()].filter(
    ({ clock, stage, at }) =>
      !folded.reminded.some((one) => one.clock === clock && one.stage === stage && one.dueAt === at),
  )
}

/**
 * Tells those who handle incidents how much time is left, with a notice and a mail. By what the case is now: where the act was
 * recorded meanwhile, or the times were corrected, nothing is told. A case that was altered is told of instead.
 */
export function remindOfIncident(publicOrigin: string) {
  return async (within: Within, { incident }: { incident: string }): Promise<void> => {
    try {
      await remind(within, incident, publicOrigin)
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      await addAlarm(within, { about: `Incident/${incident}`, found: 'was to be reminded of an incident' })
    }
  }
}

async function remind(within: Within, id: string, publicOrigin: string): Promise<void> {
  const opened = await openIncident(within, id)
  if (opened === null) return
  const { folded } = opened
  let { steps } = opened
  for (const { clock, stage, at } of dueReminders(folded, within.now)) {
    steps = await addStep(within, id, steps, 'candour', { step: 'reminded', clock, stage, dueAt: at })
    const running = clocksOf(folded, within.now).find((one) => one.clock === clock)!
    await tellHandlers(within, {
      notice: noticeOf(within, id, clock),
      heading: stage === 'passed' ? 'The time to tell the ICO is over' : 'An incident waits to be told of',
      text: `${clockWords(running, within.now)}. It stands under Incidents.`,
      url: `${publicOrigin}/incidents/${id}`,
      notFor: folded.who,
      by: null,
    })
  }
}
