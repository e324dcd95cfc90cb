/** A sign-in that was somebody else's: everything else ends, the password is another, the practice is told. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { sessionRoutes } from '@candour/contract/sessions.ts'
import { ApiError, call, fieldError } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { factorsChanged, useFactors } from '../factors/factors.ts'
import { NewPasswordField } from '../passwords/new-password-field.tsx'
import { useRules } from '../rules/rules.ts'
import { useSession } from './session.ts'

/** @param since when it was: what was added later as a second factor goes, unless it is one's own */
export function NotMeDialog({ since, onClose }: { since: string; onClose: () => void }) {
  const { account, practice, otherPractices, provesBy } = useSession()
  const mix = useRules().data?.rules.passwordMix ?? false
  const [password, setPassword] = useState('')
  const added = (useFactors().data?.factors ?? []).filter((one) => one.since >= since)
  const [keep, setKeep] = useState<string[]>([])
  const notMe = useMutation({
    mutationFn: () => call(sessionRoutes.notMe, { password, since, keep }),
    onSuccess: async () => {
      await factorsChanged()
      showToast('Your other sessions have ended, your password is new, and the administrators are told.')
      onClose()
    },
  })
  const fault = fieldError(notMe.error, 'password')
  const missing = useMissing(password, 'Type a new password.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing.isThere() && !notMe.isPending) notMe.mutate()
  }
  return (
    <Dialog heading="That sign-in was not you?" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          Then somebody may know your password. This ends all your other sessions, forgets your short codes and known
          devices, and tells the administrators of your practice. You stay signed in here, with a new password.
        </p>
        {added.length > 0 && (
          <fieldset className="field">
            <legend>Added since then: which of these is yours?</legend>
            <p>Whatever you leave unticked is taken away, and so are recovery codes that were made since.</p>
            {added.map(({ id, kind, name, since: at }) => (
              <label key={id} className="check">
                <input
                  type="checkbox"
                  checked={keep.includes(id)}
                  onChange={(event) =>
                    setKeep(event.target.checked ? [...keep, id] : keep.filter((other) => other !== id))
                  }
                />
                <span>
                  “{name}”, {kind === 'passkey' ? 'a passkey' : 'an authenticator app'}, added on{' '}
                  <b className="fixed">{showDayAndTime(at)}</b>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          asked={{
            own: [account.name, account.email, ...[practice, ...otherPractices].map(({ name }) => name)],
            hasFactor: !provesBy.includes('password'),
            mix,
          }}
          error={missing.error ?? fault}
        />
        {!(notMe.error instanceof ApiError && fault !== undefined) && <FormError error={notMe.error} />}
        <div className="acts">
          <button type="submit" className="button danger" aria-disabled={notMe.isPending}>
            {notMe.isPending ? 'Ending the others' : 'It was not me: end everything else'}
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  )
}
