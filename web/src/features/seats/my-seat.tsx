/** The short code of this computer, for those who share it. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showTime } from '@candour/contract/formatting.ts'
import { seatRoutes, weakPin } from '@candour/contract/seats.ts'
import { call, fieldError } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import './seats.css'

const key = ['seat']
const again = () => readAnew(key)

export function MySeat() {
  const { data } = useQuery({ queryKey: key, staleTime: 0, queryFn: () => call(seatRoutes.read, {}) })
  const [sets, setSets] = useState(false)
  const remove = useMutation({ mutationFn: () => call(seatRoutes.remove, {}), onSettled: () => void again() })
  const isSet = data?.isSet === true
  return (
    <section>
      <SectionHead title="Short code on this device" />
      <p className="second under-rule">
        {!isSet &&
          'For a computer that several people share: lock it with Ctrl L, and six digits bring you back. The code works here alone, for twelve hours after a sign-in with your password.'}
        {isSet && data.openUntil !== null && `It brings you back here until ${showTime(data.openUntil)}, after a lock.`}
        {isSet && data.openUntil === null && 'It is off until you sign in here once more with your password.'}
      </p>
      <FormError error={remove.error} />
      <div className="acts">
        <button type="button" className="button" onClick={() => setSets(true)}>
          {isSet ? 'Change the code' : 'Set a short code'}
        </button>
        {isSet && (
          <button type="button" className="button" onClick={() => !remove.isPending && remove.mutate()}>
            Remove it
          </button>
        )}
      </div>
      {sets && (
        <Dialog heading="A short code for this device" onClose={() => setSets(false)}>
          <SetForm onDone={() => setSets(false)} />
        </Dialog>
      )}
    </section>
  )
}

const digitsOf = (text: string) => text.replace(/\D/g, '').slice(0, 6)

function SetForm({ onDone }: { onDone: () => void }) {
  const [pin, setPin] = useState('')
  const [repeated, setRepeated] = useState('')
  const [tried, setTried] = useState(false)
  const set = useMutation({
    mutationFn: () => call(seatRoutes.set, { pin }),
    onSuccess: async () => {
      await again()
      onDone()
    },
  })
  const weak = pin.length < 6 ? (tried ? 'A short code has six digits.' : undefined) : (weakPin(pin) ?? undefined)
  const differs = (tried || repeated.length === 6) && repeated !== pin ? 'These are not the same digits.' : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (pin.length === 6 && weak === undefined && repeated === pin && !set.isPending) set.mutate()
  }
  return (
    <form className="fields unlock" onSubmit={submit} noValidate>
      <p className="second">
        It is no password: it works at this device only, and for what matters you are asked for more. Five wrong ones,
        and it is off.
      </p>
      <Field
        label="Six digits"
        name="new-short-code"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={pin}
        onChange={(text) => setPin(digitsOf(text))}
        error={weak ?? fieldError(set.error, 'pin')}
        autoFocus
      />
      <Field
        label="Once more"
        name="same-short-code"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={repeated}
        onChange={(text) => setRepeated(digitsOf(text))}
        error={differs}
      />
      <FormError error={set.error} />
      <div className="acts">
        <button type="submit" className="button primary" aria-disabled={set.isPending}>
          {set.isPending ? 'Setting it' : 'Set the code'}
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  )
}
