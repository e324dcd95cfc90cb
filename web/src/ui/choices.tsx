/** A few choices, all in sight: radio buttons in boxes. */
import { useId, type ReactNode } from 'react'
import './field.css'

interface ChoicesProps<V extends string> {
  legend: string
  value: V | null
  choices: readonly (readonly [V, string])[]
  onChange: (value: V) => void
  hint?: string
  error?: ReactNode
}

export function Choices<V extends string>({ legend, value, choices, onChange, hint, error }: ChoicesProps<V>) {
  const name = useId()
  return (
    <fieldset className="field">
      <legend className="field-label">{legend}</legend>
      {hint !== undefined && <span className="field-hint">{hint}</span>}
      <div className="choices">
        {choices.map(([choice, words]) => (
          <label key={choice} className="choice">
            <input type="radio" name={name} checked={value === choice} onChange={() => onChange(choice)} />
            {words}
          </label>
        ))}
      </div>
      {error}
    </fieldset>
  )
}
