import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { alertRoutes, alertVerdicts, quietDays, type Alert, type AlertVerdict } from '@candour/contract/alerts.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { useSession } from '../sessions/session.ts'
import { alertsChanged } from './alerts.ts'

interface DialogProps {
  alert: Alert
  act: 'settle' | 'reopen'
  onClose: () => void
}

/** Says what it was, or that it was more than somebody thought. */
export function AlertDialog({ alert: { id, what, who, isOfPair }, act, onClose }: DialogProps) {
  const [verdict, setVerdict] = useState<AlertVerdict | null>(null)
  const [note, setNote] = useState('')
  const [quiet, setQuiet] = useState('')
  const [asked, setAsked] = useState(false)
  const isSettling = act === 'settle'
  // About oneself nothing is left untold.
  const isOwn = who?.member === useSession().member.id
  const mayBeQuiet = isSettling && isOfPair && !isOwn && verdict === 'harmless'
  const save = useMutation({
    mutationFn: () =>
      isSettling
        ? call(alertRoutes.settle, { id, verdict: verdict!, note, quietDays: mayBeQuiet ? daysOf(quiet) : null })
        : call(alertRoutes.reopen, { id, note }),
    onSuccess: () => {
      announce(isSettling ? 'Settled' : 'Open again')
      onClose()
      void alertsChanged()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if ((!isSettling || verdict !== null) && note.trim() !== '' && !save.isPending) save.mutate()
  }
  return (
    <Dialog heading={isSettling ? 'What was it?' : 'Open it again?'} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>{what}</p>
        {isSettling && (
          <Choices
            legend="What you found"
            value={verdict}
            choices={Object.entries(alertVerdicts) as [AlertVerdict, string][]}
            onChange={setVerdict}
            error={asked && verdict === null ? <FieldError>Choose one.</FieldError> : undefined}
          />
        )}
        <Field
          label="Note"
          hint="It stays here with your name and the time, and can’t be changed"
          name="note"
          value={note}
          onChange={setNote}
          maxLength={500}
          error={asked && note.trim() === '' ? 'Say what you found, in a few words.' : undefined}
        />
        {mayBeQuiet && (
          <Select
            label="Tell of it again"
            hint="For this member and this patient alone"
            value={quiet}
            onChange={setQuiet}
            choices={[
              ['', 'The next time'],
              ...quietDays.map((days): [string, string] => [String(days), `After ${days} days`]),
            ]}
          />
        )}
        <FormError error={save.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" aria-disabled={save.isPending}>
            {isSettling ? 'Settle it' : 'Open it again'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function daysOf(quiet: string) {
  return quietDays.find((days) => String(days) === quiet) ?? null
}
