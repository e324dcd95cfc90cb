/** A date and time, as the clock on a London wall shows it, whatever zone the computer thinks it is in. */
import { useId } from 'react'
import { showDeadline } from '@candour/contract/incident-clocks.ts'
import { fromLondon } from '@candour/contract/london-time.ts'
import './field.css'
import { FieldError } from './field.tsx'

interface MomentFieldProps {
  label: string
  /** London wall time, `2026-11-22T14:02`. */
  value: string
  onChange: (value: string) => void
  hint?: string
  error?: string | undefined
}

export function MomentField({ label, value, onChange, hint, error }: MomentFieldProps) {
  const id = useId()
  // Browsers show such a field in the habits of the computer; this is how Candour understood it.
  const instant = error === undefined ? fromLondon(value) : null
  const described = [hint && `${id}-hint`, error && `${id}-error`, instant && `${id}-said`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <input
        id={id}
        className="input"
        type="datetime-local"
        value={value}
        max="9999-12-31T23:59"
        aria-invalid={error !== undefined}
        aria-describedby={described === '' ? undefined : described}
        onChange={(event) => onChange(event.target.value.slice(0, 16))}
      />
      {instant !== null && (
        <span className="field-said" id={`${id}-said`}>
          {showDeadline(instant)}
        </span>
      )}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
