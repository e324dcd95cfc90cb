import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { providerRoutes, type ProviderMode, type ProviderPage } from '@candour/contract/providers.ts'
import { call, fieldError } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Choices } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { announce } from '../../ui/toast.tsx'
import { providerKey } from './providers.ts'

const fresh = [
  ['none', 'At any time before'],
  ['15', 'Within 15 minutes'],
  ['60', 'Within an hour'],
  ['240', 'Within 4 hours'],
  ['720', 'Within 12 hours'],
] as const

/** The secret goes in here and comes out nowhere. */
export function ProviderForm({ page, onDone }: { page: ProviderPage; onDone: () => void }) {
  const before = page.provider
  const [issuer, setIssuer] = useState(before?.issuer ?? page.issuers[0] ?? '')
  const [clientId, setClientId] = useState(before?.clientId ?? '')
  const [secret, setSecret] = useState('')
  const [name, setName] = useState(before?.name ?? '')
  const [mode, setMode] = useState<ProviderMode>(before?.mode ?? 'allowed')
  const [strong, setStrong] = useState(before?.strong.join(' ') ?? '')
  const [freshMinutes, setFresh] = useState(String(before?.freshMinutes ?? 'none'))
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const isSame = before?.issuer === issuer && before.clientId === clientId
  const save = useMutation({
    mutationFn: () =>
      call(providerRoutes.set, {
        issuer,
        clientId,
        clientSecret: secret === '' ? null : secret,
        name,
        mode,
        strong: strong.split(/[\s,]+/).filter((value) => value !== ''),
        freshMinutes: freshMinutes === 'none' ? null : Number(freshMinutes),
        baseRevision: page.revision,
        reason,
      }),
    onSuccess: async () => {
      await readAnew(providerKey)
      announce('It holds from now on')
      onDone()
    },
  })
  const lacks = {
    issuer:
      issuer.trim() === '' || issuer.includes('*') ? 'Put the id of your tenant in place of the star.' : undefined,
    clientId: clientId.trim() === '' ? 'Copy it from the provider.' : undefined,
    secret: secret === '' && !isSame ? 'Copy it from the provider; it belongs to this issuer and client.' : undefined,
    name: name.trim() === '' ? 'Say what people call it.' : undefined,
    reason: reason.trim() === '' ? 'Say why, in a few words.' : undefined,
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (Object.values(lacks).every((lack) => lack === undefined) && !save.isPending) save.mutate()
  }
  const wrong = (field: string, lack?: string) => fieldError(save.error, field) ?? (asked ? lack : undefined)
  const patterns = page.issuers.filter((one) => one.includes('*'))
  return (
    <form className="rules-form" onSubmit={submit} noValidate>
      <section>
        <SectionHead title="At the provider" />
        <div className="fields">
          <p className="second">
            Register Candour there as a web application, with the return address{' '}
            <span className="fixed">{page.returnAddress}</span>.
          </p>
          {page.issuers.length > 1 || patterns.length > 0 ? (
            <Field
              label="Issuer"
              hint={`One of: ${page.issuers.join(', ')}`}
              name="issuer"
              value={issuer}
              onChange={setIssuer}
              suggestions={page.issuers}
              error={wrong('issuer', lacks.issuer)}
            />
          ) : (
            <Field label="Issuer" name="issuer" value={issuer} onChange={setIssuer} error={wrong('issuer')} />
          )}
          <Field
            label="Client id"
            name="client-id"
            value={clientId}
            onChange={setClientId}
            maxLength={300}
            error={wrong('clientId', lacks.clientId)}
          />
          <Field
            label="Client secret"
            hint={
              isSame ? 'Empty: the one that is kept stays. It is never shown' : 'Kept sealed, and never shown again'
            }
            name="client-secret"
            type="password"
            autoComplete="off"
            value={secret}
            onChange={setSecret}
            maxLength={500}
            error={wrong('clientSecret', lacks.secret)}
          />
        </div>
      </section>
      <section>
        <SectionHead title="Here" />
        <div className="fields">
          <Field
            label="What people call it"
            hint="Stands on the button: “Sign in with …”"
            name="name"
            value={name}
            onChange={setName}
            maxLength={60}
            error={wrong('name', lacks.name)}
          />
          <Choices
            legend="Who comes in by it"
            value={mode}
            choices={[
              ['allowed', 'Whoever wants to'],
              ['required', 'Everybody, by it alone'],
              ['off', 'Nobody for now'],
            ]}
            onChange={setMode}
          />
          {mode === 'required' && (
            <p className="second">
              No password opens the practice then. An administrator’s passkey does, so that a provider that does not
              answer shuts nobody out. Whoever came by password is signed out
              {before !== null && before.notLinked.length > 0
                ? `; ${before.notLinked.map((one) => one.name).join(', ')} could not come in.`
                : '.'}
            </p>
          )}
          <Field
            label="Says of a second factor"
            hint="Values of acr, amr or acrs that count as one, such as AAL3_ANY. Empty: Candour asks for its own"
            name="strong"
            value={strong}
            onChange={setStrong}
            error={wrong('strong')}
          />
          <Select
            label="Must have signed in there"
            hint="A second factor there counts only with a time"
            value={freshMinutes}
            choices={fresh}
            onChange={setFresh}
          />
          {wrong('freshMinutes') !== undefined && <p className="field-error">{wrong('freshMinutes')}</p>}
          <Field
            label="Reason"
            hint="It stands in the activity, beside your name"
            name="reason"
            value={reason}
            onChange={setReason}
            maxLength={300}
            error={wrong('reason', lacks.reason)}
          />
          <FormError error={save.error} />
          <div className="acts">
            <button type="submit" className="button primary" aria-disabled={save.isPending}>
              {save.isPending ? 'Asking the provider' : 'Save'}
            </button>
            <button type="button" className="button" onClick={onDone}>
              Cancel
            </button>
          </div>
        </div>
      </section>
    </form>
  )
}
