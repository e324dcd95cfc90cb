/** How a promise stands, always by icon, word and colour together; in strips by shape as well. */
import { promiseStates, type PromiseState } from '@candour/contract/promises.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import './proof.css'
import { countOf } from './promises.ts'

const icons: Record<PromiseState, IconName> = {
  kept: 'kept',
  failing: 'octagon',
  'evidence-missing': 'no-file',
  'evidence-expired': 'expired',
  'not-built': 'not-built',
}

export function StateMark({ state }: { state: PromiseState }) {
  return (
    <span className={`promise-state ${state}`}>
      <Icon name={icons[state]} size={18} />
      {promiseStates[state]}
    </span>
  )
}

interface StripProps {
  promises: readonly { id: string; state: PromiseState }[]
  large?: boolean
}

/** One bar a promise, in their order; the words stand beside it. */
export function PromiseStrip({ promises, large = false }: StripProps) {
  return (
    <span className={large ? 'strip large' : 'strip'} role="img" aria-label={inWords(promises)}>
      {promises.map(({ id, state }) => (
        <i key={id} className={state} />
      ))}
    </span>
  )
}

/** `8 kept, 1 not built`. */
export function inWords(promises: StripProps['promises']): string {
  return (Object.keys(promiseStates) as PromiseState[])
    .map((state) => [countOf(promises, state), promiseStates[state].toLowerCase()] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')
}

/** How many of each, in words and numbers. */
export function StateCounts({ counts }: { counts: Record<PromiseState, number> }) {
  return (
    <ul className="state-counts">
      {(Object.keys(promiseStates) as PromiseState[]).map((state) => (
        <li key={state} className={counts[state] === 0 ? 'none' : ''}>
          <b>{counts[state]}</b>
          <StateMark state={state} />
        </li>
      ))}
    </ul>
  )
}
