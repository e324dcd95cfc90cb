import { useState } from 'react'
import { Field } from '../../ui/field.tsx'
import { passwordStrength } from './password-strength.ts'
import './sign-up.css'

interface NewPasswordProps {
  value: string
  onChange: (value: string) => void
  /** Names and addresses that say nothing to somebody who knows the person. */
  own: readonly string[]
  error?: string | undefined
  label?: string
}

export function NewPasswordField({ value, onChange, own, error, label = 'Password' }: NewPasswordProps) {
  const [shown, setShown] = useState(false)
  const strength = passwordStrength(value, own)
  return (
    <div>
      <Field
        label={label}
        name="new-password"
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        value={value}
        onChange={onChange}
        error={error}
      />
      <div className="meter" aria-live="polite">
        <div className={`meter-bar ${strength.enough ? 'good' : 'weak'}`} aria-hidden="true">
          {[1, 2, 3, 4].map((mark) => (
            <i key={mark} className={mark <= strength.marks ? 'on' : ''} />
          ))}
        </div>
        <div className="acts second">
          <span>{strength.words}</span>
          <button type="button" className="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide the password' : 'Show the password'}
          </button>
        </div>
      </div>
    </div>
  )
}
