import { useId } from 'react'
import './field.css'
import { Icon } from './icon.tsx'

interface SelectProps<V extends string> {
  label: string
  value: V
  choices: readonly (readonly [V, string])[]
  onChange: (value: V) => void
  hint?: string
}

export function Select<V extends string>({ label, value, choices, onChange, hint }: SelectProps<V>) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <span className="select">
        <select
          id={id}
          className="input"
          value={value}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => onChange(event.target.value as V)}
        >
          {choices.map(([choice, words]) => (
            <option key={choice} value={choice}>
              {words}
            </option>
          ))}
        </select>
        <Icon name="down" size={18} />
      </span>
    </div>
  )
}
