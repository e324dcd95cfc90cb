/** Where a password is set: the field, the meter that says why, and a look at what was typed. Pasting is welcome. */
import { useDeferredValue, useState } from 'react'
import type { PasswordAsked } from '@candour/contract/password-rules.ts'
import { Field } from '../../ui/field.tsx'
import { usePasswordRules } from './password-rules.ts'
import './passwords.css'

interface NewPasswordProps {
  value: string
  onChange: (value: string) => void
  asked: PasswordAsked
  error?: string | undefined
  label?: string
  autoFocus?: boolean
}

const inviting = (hasFactor: boolean) =>
  `At least ${hasFactor ? 12 : 15} characters. Three or four unrelated words do well.`

export function NewPasswordField({ value, onChange, asked, error, label = 'Password', autoFocus }: NewPasswordProps) {
  const [shown, setShown] = useState(false)
  const judge = usePasswordRules()
  const typed = useDeferredValue(value)
  const judgement = judge?.(typed, asked)
  const { taken, marks, words } = judgement ?? { taken: false, marks: 0, words: inviting(asked.hasFactor) }
  return (
    <div>
      <Field
        label={label}
        name="new-password"
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        value={value}
        onChange={onChange}
        // The meter says the same while one types.
        error={error === words ? undefined : error}
        autoFocus={autoFocus === true}
      />
      <div className="meter">
        <div className={`meter-bar ${taken ? 'good' : 'weak'}`} aria-hidden="true">
          {[1, 2, 3, 4].map((mark) => (
            <i key={mark} className={mark <= marks ? 'on' : ''} />
          ))}
        </div>
        <div className="acts second">
          <span className={error !== undefined && error === words ? 'meter-refused' : ''} aria-live="polite">
            {words}
          </span>
          <button type="button" className="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide the password' : 'Show the password'}
          </button>
        </div>
      </div>
    </div>
  )
}
