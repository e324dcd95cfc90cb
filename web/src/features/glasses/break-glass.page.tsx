/** The way into a restricted record for whoever is not named on it: a reason, a while, and somebody who looks at it. */
import { useMutation } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { glassMinutes, glassReasons, glassRoutes } from '@candour/contract/glasses.ts'
import { isNhsNumber, plainNhsNumber, showNhsNumber } from '@candour/contract/nhs-number.ts'
import { ApiError, call, fieldError } from '../../api/client.ts'
import { queries } from '../../api/queries.ts'
import { Choices } from '../../ui/choices.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PageHead, usePageTitle } from '../../ui/page.tsx'
import './glasses.css'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Whose glass: never in the address, which ends up in histories. */
    glassOf?: { nhsNumber: string } | { patient: string }
  }
}

type Reason = keyof typeof glassReasons

export function BreakGlassPage() {
  usePageTitle('Break the glass')
  const navigate = useNavigate()
  const given = useLocation().state.glassOf
  const patient = given !== undefined && 'patient' in given ? given.patient : undefined
  const [number, setNumber] = useState(
    given !== undefined && 'nhsNumber' in given ? showNhsNumber(given.nhsNumber) : '',
  )
  const [reason, setReason] = useState<Reason | null>(null)
  const [words, setWords] = useState('')
  const [asked, setAsked] = useState(false)
  const whose =
    patient === undefined
      ? ({ by: 'nhs-number', nhsNumber: plainNhsNumber(number) } as const)
      : ({ by: 'patient', patient } as const)
  const opening = useMutation({
    mutationFn: () => call(glassRoutes.break, { whose, reason: reason!, words }),
    onSuccess: async ({ patient: opened }) => {
      queries.removeQueries({ queryKey: ['patient', opened] })
      queries.removeQueries({ queryKey: ['timeline', opened] })
      await navigate({ to: '/patients/$patient', params: { patient: opened }, replace: true })
    },
  })
  const problems = {
    number: patient === undefined && !isNhsNumber(plainNhsNumber(number)) ? 'Type all ten digits.' : undefined,
    reason: reason === null ? 'Choose a reason.' : undefined,
    words: words.trim().length < 10 ? 'Say in a few words what makes it necessary.' : undefined,
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (Object.values(problems).every((problem) => problem === undefined) && !opening.isPending) opening.mutate()
  }
  const isOpen = opening.error instanceof ApiError && opening.error.code === 'glass.not_needed'
  return (
    <div className="page">
      <PageHead
        title="Break the glass"
        lead="A record can be restricted to named people. If care needs it now, you can open it all the same."
      />
      <ul className="glass-terms">
        <li>
          <Icon name="clock" />
          It opens to you alone, for {glassMinutes} minutes. You can end it before.
        </li>
        <li>
          <Icon name="team" />
          The administrators are told at once, by notice and by mail.
        </li>
        <li>
          <Icon name="eye" />
          Afterwards one of them looks at what you opened, and settles whether it was right.
        </li>
      </ul>
      <form className="fields glass-form" onSubmit={submit} noValidate>
        {patient === undefined && (
          <Field
            label="NHS number"
            name="nhsNumber"
            inputMode="numeric"
            value={number}
            onChange={setNumber}
            maxLength={30}
            error={(asked ? problems.number : undefined) ?? fieldError(opening.error, 'whose.nhsNumber')}
            autoFocus={number === ''}
          />
        )}
        <Choices
          legend="Reason"
          value={reason}
          choices={Object.entries(glassReasons) as [Reason, string][]}
          onChange={setReason}
          error={asked && problems.reason !== undefined ? <FieldError>{problems.reason}</FieldError> : undefined}
        />
        <Field
          label="What makes it necessary"
          hint="The administrators read it. Leave the patient’s name out."
          name="words"
          value={words}
          onChange={setWords}
          maxLength={500}
          error={(asked ? problems.words : undefined) ?? fieldError(opening.error, 'words')}
        />
        <FormError error={opening.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={opening.isPending}>
            <Icon name="glass" />
            {opening.isPending ? 'Opening the record' : 'Break the glass'}
          </button>
          <button type="button" className="link" onClick={() => void navigate({ to: '/patients' })}>
            {isOpen ? 'Go to Patients' : 'Leave it closed'}
          </button>
        </div>
      </form>
    </div>
  )
}
