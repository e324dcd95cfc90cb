/** A field: label above, hint under it, the field, then the error with its icon. What was typed is never cleared. */
import { useId, type ChangeEventHandler, type FocusEventHandler, type ReactNode } from 'react'
import './field.css'
import { Icon } from './icon.tsx'

interface FieldProps {
  label: string
  name: string
  value: string
  onChange: (value: string) => void
  onLeave?: () => void
  hint?: string | undefined
  error?: string | undefined
  /** How Candour understood what was typed. */
  said?: string | undefined
  optional?: boolean
  type?: 'text' | 'email' | 'password' | 'tel' | 'date'
  autoComplete?: string
  inputMode?: 'numeric' | 'text'
  autoFocus?: boolean
  suggestions?: readonly string[]
  maxLength?: number
  /** Of a date: the first day that can be chosen. */
  min?: string
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="field-error" id={id}>
      <Icon name="octagon" size={16} />
      <span>{children}</span>
    </p>
  )
}

export function Field(props: FieldProps) {
  const id = useId()
  const { label, name, value, hint, error, said, suggestions } = props
  const described = [hint && `${id}-hint`, error && `${id}-error`, said && `${id}-said`].filter(Boolean).join(' ')
  const change: ChangeEventHandler<HTMLInputElement> = (event) => props.onChange(event.target.value)
  const leave: FocusEventHandler<HTMLInputElement> = () => props.onLeave?.()
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {props.optional === true && <span className="field-optional"> (if known)</span>}
      </label>
      {hint !== undefined && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <input
        id={id}
        // A dialog gives its focus to the field with the attribute, which React alone does not set
        ref={(input) => void input?.toggleAttribute('autofocus', props.autoFocus === true)}
        className="input"
        name={name}
        type={props.type ?? 'text'}
        value={value}
        onChange={change}
        onBlur={leave}
        autoComplete={props.autoComplete ?? 'off'}
        inputMode={props.inputMode}
        autoFocus={props.autoFocus}
        maxLength={props.maxLength}
        min={props.min}
        spellCheck={false}
        list={suggestions === undefined ? undefined : `${id}-list`}
        aria-invalid={error !== undefined}
        aria-describedby={described === '' ? undefined : described}
      />
      {suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {said !== undefined && error === undefined && (
        <span className="field-said" id={`${id}-said`}>
          {said}
        </span>
      )}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
