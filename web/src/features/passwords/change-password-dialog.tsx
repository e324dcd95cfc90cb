import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { passwordRoutes } from '@candour/contract/passwords.ts'
import { ApiError, call, fieldError } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useRules } from '../rules/rules.ts'
import { useSession } from '../sessions/session.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { problemOf, usePasswordRules } from './password-rules.ts'

export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const { account, practice, otherPractices, provesBy } = useSession()
  const mix = useRules().data?.rules.passwordMix ?? false
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const judge = usePasswordRules()
  const change = useMutation({
    mutationFn: () => call(passwordRoutes.change, { current, password }),
    onSuccess: () => {
      showToast('Your password was changed. Everywhere else you were signed out.')
      onClose()
    },
  })
  const names = [practice, ...otherPractices].map(({ name }) => name)
  const rules = { own: [account.name, account.email, ...names], hasFactor: !provesBy.includes('password'), mix }
  const weak = problemOf(judge, password, rules)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (current !== '' && weak === undefined && !change.isPending) change.mutate()
  }
  const isWrong = change.error instanceof ApiError && change.error.code === 'session.password_wrong'
  const refused = fieldError(change.error, 'password')
  return (
    <Dialog heading="Change the password" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={account.email} readOnly />
        <Field
          label="Password until now"
          name="password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={
            isWrong && change.error !== null
              ? change.error.message
              : asked && current === ''
                ? 'Type your password.'
                : undefined
          }
          autoFocus
        />
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          asked={rules}
          error={refused ?? (asked ? weak : undefined)}
        />
        <p className="second">Everywhere else you are signed out, and you get a mail that says so.</p>
        {!isWrong && refused === undefined && <FormError error={change.error} />}
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={change.isPending}>
            {change.isPending ? 'Changing' : 'Change the password'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
