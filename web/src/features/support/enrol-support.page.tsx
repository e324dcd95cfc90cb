/** By the operator's link: a passkey for somebody of support. The link's secret stands behind the #, which no server is sent. */
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { supportRoutes } from '@candour/contract/support.ts'
import { call, rememberCsrf } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { deviceName, makePasskey } from '../factors/passkey.ts'
import { PublicFrame } from '../sessions/public-frame.tsx'

export function EnrolSupportPage() {
  usePageTitle('Support')
  const navigate = useNavigate()
  const [token] = useState(() => location.hash.slice(1))
  const [name, setName] = useState(deviceName)
  const enrol = useMutation({
    mutationFn: async () => {
      const { passkey } = await call(supportRoutes.startEnrolment, { token })
      return call(supportRoutes.enrol, { token, passkey: await makePasskey(passkey), name })
    },
    onSuccess: async (session) => {
      rememberCsrf(session.csrf)
      await navigate({ to: '/support', replace: true })
    },
  })
  const missing = useMissing(name, 'Type a name by which you know it.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing.isThere() && !enrol.isPending) enrol.mutate()
  }
  return (
    <PublicFrame>
      <header className="public-head">
        <h1>Add your passkey</h1>
        <p className="lead">
          You sign in as support by it, and by nothing else. The link adds one, once; the operator makes another for a
          second key.
        </p>
      </header>
      <form className="fields" onSubmit={submit} noValidate>
        <Field
          label="What you call it"
          name="name"
          value={name}
          onChange={setName}
          maxLength={40}
          error={missing.error}
        />
        <FormError error={enrol.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={enrol.isPending}>
            <Icon name="fingerprint" />
            Add the passkey
          </button>
        </div>
      </form>
    </PublicFrame>
  )
}
