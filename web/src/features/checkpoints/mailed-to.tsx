import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { checkpointRoutes, mostMailed, type CheckpointPage } from '@candour/contract/checkpoints.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { announce } from '../../ui/toast.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import { checkpointsChanged } from './checkpoints.ts'

/** Who is sent the day's checkpoint: best somebody outside, whose mailbox nobody here reaches. */
export function MailedTo({ page }: { page: CheckpointPage }) {
  const { mailedTo, revision, mayChange } = page
  const [address, setAddress] = useState('')
  const save = useMutation({
    mutationFn: (next: string[]) => call(checkpointRoutes.setMail, { mailedTo: next, baseRevision: revision }),
    onSuccess: async () => {
      await checkpointsChanged()
      setAddress('')
      announce('It holds from the next day on')
    },
  })
  const missing = useMissing(address, 'Type the email of whom it is sent to.')
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (missing.isThere() && !save.isPending) save.mutate([...mailedTo, address])
  }
  return (
    <section>
      <SectionHead title="Mailed every day" count={mailedTo.length === 0 ? undefined : mailedTo.length} />
      <p className="check-words">
        {mailedTo.length === 0
          ? 'Nobody is sent the day’s checkpoint. Choose somebody outside the practice, such as an accountant or a partner: what they keep, nobody here can change.'
          : 'They are sent the day’s checkpoint. It names no patient and no member.'}
      </p>
      {mailedTo.length > 0 && (
        <ul className="rows">
          {mailedTo.map((one) => (
            <li key={one} className="check-address">
              <span>{one}</span>
              {mayChange && (
                <button
                  type="button"
                  className="button"
                  disabled={save.isPending}
                  onClick={() => save.mutate(mailedTo.filter((other) => other !== one))}
                >
                  <Icon name="close" size={16} />
                  No longer
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && mailedTo.length < mostMailed && (
        <form className="check-add" onSubmit={add} noValidate>
          <Field
            label="Email"
            name="address"
            type="email"
            autoComplete="off"
            value={address}
            onChange={setAddress}
            maxLength={254}
            error={missing.error}
          />
          <button type="submit" className="button" disabled={save.isPending}>
            <Icon name="plus" />
            Mail it to them
          </button>
        </form>
      )}
      {!mayChange && <p className="second">An administrator decides who is sent it.</p>}
      <FormError error={save.error} />
    </section>
  )
}
