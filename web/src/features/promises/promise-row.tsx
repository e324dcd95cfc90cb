/** One promise: a line that opens. */
import type { PromiseLine, Proof } from '@candour/contract/promises.ts'
import { Icon } from '../../ui/icon.tsx'
import { PromiseSheet } from './promise-sheet.tsx'
import { StateMark } from './state-mark.tsx'

interface RowProps {
  promise: PromiseLine
  can: Proof['can']
  isOpen: boolean
  /** It is well, and shown only when asked for (or printed). */
  folded: boolean
  onToggle: () => void
}

export function PromiseRow({ promise, can, isOpen, folded, onToggle }: RowProps) {
  const { id, sentence, state, why } = promise
  const name = `promise-${id}`
  return (
    <li className={`promise ${state}${isOpen ? ' open' : ''}${folded ? ' folded' : ''}`} id={name}>
      <button type="button" aria-expanded={isOpen} aria-controls={`${name}-sheet`} onClick={onToggle}>
        <span className="promise-id">{id}</span>
        <span className="promise-sentence">{sentence}</span>
        <StateMark state={state} />
        <span className="promise-why">{why}</span>
        <Icon name={isOpen ? 'down' : 'right'} size={18} />
      </button>
      <div id={`${name}-sheet`}>{isOpen && <PromiseSheet id={id} can={can} />}</div>
    </li>
  )
}
