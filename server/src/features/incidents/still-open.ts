import { clockWords } from '@candour/contract/incident-clocks.ts'
import { clocksOf } from './clocks.ts'
import { currentDecision, isSettled, type Folded } from './fold-incident.ts'

/** What somebody would leave behind who closes the case now, as sentences. */
export function stillOpen(folded: Folded, now: Date): string[] {
  const clocks = clocksOf(folded, now)
    .filter(({ state }) => state === 'running' || state === 'passed' || state === 'waiting')
    .map((clock) => clockWords(clock, now))
  const undecided = currentDecision(folded, 'risk') === undefined ? ['The risk is not decided'] : []
  const waiting = (['risk', 'individuals'] as const).flatMap((about) => {
    const last = currentDecision(folded, about)
    return last !== undefined && !isSettled(last) ? ['A decision waits for a second person'] : []
  })
  const tasks = folded.tasks.filter(({ done }) => done === null).map(({ title }) => title)
  return [...clocks, ...undecided, ...waiting, ...tasks]
}
