import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { rulesRoutes, type Rules, type RulesCheck } from '@candour/contract/rules.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/toast.tsx'
import { rulesChanged } from './rules.ts'

interface SaveRulesProps {
  rules: Rules
  baseRevision: number
  checked: RulesCheck
  onClose: () => void
  onSaved: () => void
}

export function SaveRulesDialog({ rules, baseRevision, checked, onClose, onSaved }: SaveRulesProps) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const save = useMutation({
    mutationFn: () => call(rulesRoutes.change, { rules, baseRevision, reason }),
    onSuccess: async (shown) => {
      await rulesChanged(shown)
      announce('The new rules hold from now on')
      onSaved()
    },
  })
  const missing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!missing && !save.isPending) save.mutate()
  }
  if (checked.you !== null)
    return (
      <Dialog heading="This would lock you out" onClose={onClose}>
        <div className="fields">
          <p>{checked.you} Add a range that has you, then save.</p>
          <div className="dialog-foot">
            <button type="button" className="button primary" onClick={onClose}>
              Back to the rules
            </button>
          </div>
        </div>
      </Dialog>
    )
  return (
    <Dialog heading="Save these rules?" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        {checked.others.length === 0 ? (
          <p>They lock out nobody who works here, as far as their last sign-ins tell.</p>
        ) : (
          <div className="locked-out">
            <p>
              <Icon name="alert" /> <strong>{countWords(checked.others.length)}</strong>
            </p>
            <ul className="rows rules">
              {checked.others.map(({ member, name, lastAt, from, why }) => (
                <li key={member}>
                  <strong>{name}</strong>: {why}.{' '}
                  <span className="second">
                    {lastAt === null || from === null
                      ? 'Never signed in here yet.'
                      : `Last here ${showDayAndTime(lastAt)} from ${from}.`}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Field
          label="Reason"
          hint="It stands in the activity, beside your name"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={asked && missing ? 'Say why, in a few words.' : undefined}
        />
        <FormError error={save.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Back to the rules
          </button>
          <button type="submit" className="button primary" aria-disabled={save.isPending}>
            Save the rules
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const countWords = (count: number) =>
  count === 1 ? 'One member would be locked out' : `${count} members would be locked out`
