/** How a check stood before: each time that it turned, and what it said then. */
import { checkStates, type CheckTurn } from '@candour/contract/checks.ts'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import './checks.css'

export function Turns({ history }: { history: readonly CheckTurn[] }) {
  return (
    <details className="check-turns">
      <summary>How it stood before</summary>
      <ul>
        {history.slice(0, 20).map((one) => (
          <li key={one.at}>
            <span className="second fixed">{showDayAndTime(one.at)}</span>
            <b>{checkStates[one.state]}</b>{' '}
            <span>
              <DatedText text={one.what} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
