/** The first question: what kind of practice. Four choices, all in sight. */
import type { PracticeKind } from '@candour/contract/practices.ts'
import { Icon } from '../../ui/icon.tsx'
import { kinds } from './practice-kinds.ts'
import './sign-up.css'

export function KindChoice({
  value,
  onChange,
}: {
  value: PracticeKind | null
  onChange: (kind: PracticeKind) => void
}) {
  return (
    <fieldset className="kinds">
      <legend className="for-screen-readers">Kind of practice</legend>
      {kinds.map(({ kind, name, text, icon }) => (
        <label key={kind} className="kind">
          <input type="radio" name="kind" value={kind} checked={value === kind} onChange={() => onChange(kind)} />
          <Icon name={icon} size={24} />
          <span>
            <b>{name}</b>
            <span className="kind-text">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
