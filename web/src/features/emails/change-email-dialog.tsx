import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { emailRoutes } from '@candour/contract/emails.ts'
import { email as emailShape } from '@candour/contract/shapes.ts'
import { call, fieldError } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useSession } from '../sessions/session.ts'

export function ChangeEmailDialog({ onClose }: { onClose: () => void }) {
  const { account } = useSession()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState(false)
  const ask = useMutation({ mutationFn: () => call(emailRoutes.askChange, { email }) })
  const problem = emailShape.safeParse(email).error?.issues[0]?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (problem === undefined && !ask.isPending) ask.mutate()
  }
  if (ask.isSuccess)
    return (
      <Dialog heading="Look at your mail" onClose={onClose}>
        <div className="fields">
          <p>
            A mail is on its way to {email.trim()}. Open its link within an hour; until then you sign in with{' '}
            {account.email}.
          </p>
          <div className="dialog-foot">
            <button type="button" className="button primary" onClick={onClose}>
              Close
            </button>
          </div>
        </div>
      </Dialog>
    )
  const refused = fieldError(ask.error, 'email')
  return (
    <Dialog heading="Change the email" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>You sign in with {account.email}. The new one counts once you have opened the link that goes to it.</p>
        <Field
          label="New email"
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          error={refused ?? (asked ? problem : undefined)}
          autoFocus
        />
        <p className="second">{account.email} is told, and can take the change back for seven days.</p>
        {refused === undefined && <FormError error={ask.error} />}
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" className="button primary" aria-disabled={ask.isPending}>
            {ask.isPending ? 'Asking' : 'Send me the link'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
