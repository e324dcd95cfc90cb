import { icoDueAt, type IncidentClock } from '@candour/contract/incident-clocks.ts'
import type { IncidentNotice } from '@candour/contract/incident-words.ts'
import { currentDecision, settledRisk, settledTelling, type Folded } from './fold-incident.ts'

const hour = 3_600_000

/** Nothing but an act that is recorded stops a clock; nothing but a decision that is settled makes one needless. */
export function clocksOf(folded: Folded, now: Date): IncidentClock[] {
  const { role, origin, awareAt } = folded
  if (role === 'processor') return [controllerClock(folded)]
  const own = [icoClock(folded, now), individualsClock(folded)]
  if (origin.from !== 'operator') return own
  const told = { clock: 'controller', state: 'stopped', startsAt: origin.awareAt, dueAt: null } as const
  return [...own, { ...told, stoppedAt: firstAct(folded, 'controller') ?? awareAt }]
}

function firstAct({ acts }: Folded, notice: IncidentNotice): string | null {
  return acts.find((one) => one.notice === notice)?.at ?? null
}

function icoClock(folded: Folded, now: Date): IncidentClock {
  const dueAt = icoDueAt(folded.awareAt)
  const stoppedAt = firstAct(folded, 'ico')
  const running = now.toISOString() > dueAt ? 'passed' : 'running'
  const state = stoppedAt !== null ? 'stopped' : settledRisk(folded) === 'none' ? 'not-needed' : running
  return { clock: 'ico', state, startsAt: folded.awareAt, dueAt, stoppedAt }
}

function individualsClock(folded: Folded): IncidentClock {
  const stoppedAt = firstAct(folded, 'individuals')
  const risk = settledRisk(folded)
  const telling = settledTelling(folded)
  const isNeeded = risk === 'high' && (telling === null || telling === 'tell')
  const wanted = isNeeded ? 'running' : 'not-needed'
  const state = stoppedAt !== null ? 'stopped' : risk === null ? 'waiting' : wanted
  return { clock: 'individuals', state, startsAt: folded.awareAt, dueAt: null, stoppedAt }
}

function controllerClock(folded: Folded): IncidentClock {
  const stoppedAt = firstAct(folded, 'controller')
  const state = stoppedAt === null ? 'running' : 'stopped'
  return { clock: 'controller', state, startsAt: folded.awareAt, dueAt: null, stoppedAt }
}

/** When somebody is reminded. The more urgent one counts where several are over. */
export interface Reminder {
  clock: IncidentNotice
  stage: '24-left' | '6-left' | 'passed' | 'day' | 'three-days'
  at: string
}

export function remindersOf(folded: Folded, now: Date): Reminder[] {
  const running = clocksOf(folded, now).filter(({ state }) => state === 'running' || state === 'passed')
  return running.flatMap(({ clock, startsAt, dueAt }): Reminder[] => {
    const after = (from: string, hours: number) => new Date(Date.parse(from) + hours * hour).toISOString()
    if (dueAt !== null)
      return [
        { clock, stage: '24-left', at: after(dueAt, -24) },
        { clock, stage: '6-left', at: after(dueAt, -6) },
        { clock, stage: 'passed', at: dueAt },
      ]
    const from = clock === 'individuals' ? currentDecision(folded, 'risk')!.at : startsAt
    return [
      { clock, stage: 'day', at: after(from, 24) },
      { clock, stage: 'three-days', at: after(from, 72) },
    ]
  })
}
