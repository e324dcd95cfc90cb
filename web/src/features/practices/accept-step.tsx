import { useState, type FormEvent } from 'react'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Agreement, useAgreement } from './agreement.tsx'

interface AcceptStepProps {
  practice: string
  name: string
  failed: unknown
  sending: boolean
  onBack: () => void
  onAccept: (agreement: { version: string; acceptedBy: string }) => void
}

export function AcceptStep({ practice, name, failed, sending, onBack, onAccept }: AcceptStepProps) {
  const agreement = useAgreement().data
  const [acceptedBy, setAcceptedBy] = useState('')
  const [asked, setAsked] = useState(false)
  const missing = acceptedBy.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && agreement !== undefined && !sending) onAccept({ version: agreement.version, acceptedBy })
  }
  return (
    <form className="sign-up-section" onSubmit={submit} noValidate>
      <h2>The processing agreement</h2>
      <p>
        {practice} stays the controller of its records; Candour processes them on its behalf. The law asks that both
        agree on how.
      </p>
      <Agreement />
      <Field
        label="Type your name to accept it for the practice"
        hint={`As you gave it: ${name}`}
        name="accepted-by"
        value={acceptedBy}
        onChange={setAcceptedBy}
        error={asked && missing ? 'Type your name, if you accept the agreement.' : undefined}
      />
      <FormError error={failed} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={sending || agreement === undefined}>
          {sending ? 'Making the keys' : 'Accept and open the practice'}
        </button>
        <button type="button" className="link" onClick={onBack}>
          Back to the practice
        </button>
      </div>
    </form>
  )
}
