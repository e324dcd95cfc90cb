/** Colleagues who lost their second factor: whoever has spoken to them confirms it by the number that they read out. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { showTime } from '@candour/contract/formatting.ts'
import { recoveryRoutes, type Recovery } from '@candour/contract/recoveries.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { useMissing } from '../../ui/use-missing.ts'
import './recoveries.css'

const key = ['recoveries']
const changed = () => readAnew(key)

export function AskedForHelp() {
  const { data } = useQuery({
    queryKey: key,
    queryFn: async () => (await call(recoveryRoutes.list, {})).recoveries,
    refetchInterval: 10_000,
  })
  const [confirming, setConfirming] = useState<Recovery | null>(null)
  const [cancelling, setCancelling] = useState<Recovery | null>(null)
  if (data === undefined || data.length === 0) return null
  return (
    <section>
      <SectionHead title="Lost a second factor" count={data.length} />
      <ul className="rows">
        {data.map((one) => (
          <li key={one.id} className="recovery">
            <span>
              <b>{one.name}</b> <span className="second">{one.role}</span>
              <span className="second recovery-state">
                Asks since {showTime(one.at)}, from {one.from}, until {showTime(one.expiresAt)}. {confirmedWords(one)}
              </span>
            </span>
            <span className="acts">
              {one.can.includes('confirm') && (
                <button type="button" className="button" onClick={() => setConfirming(one)}>
                  It is them
                </button>
              )}
              {one.can.includes('cancel') && (
                <button type="button" className="button" onClick={() => setCancelling(one)}>
                  Cancel it
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {confirming !== null && <ConfirmDialog asked={confirming} onClose={() => setConfirming(null)} />}
      {cancelling !== null && <CancelDialog asked={cancelling} onClose={() => setCancelling(null)} />}
    </section>
  )
}

function confirmedWords({ confirmedBy, isEnough }: Recovery): string {
  if (confirmedBy.length === 0) return 'Two who have spoken to them confirm it, one of them administrator.'
  const names = confirmedBy.join(' and ')
  return isEnough ? `Confirmed by ${names}.` : `Confirmed by ${names}; that is not enough yet.`
}

interface DialogProps {
  asked: Recovery
  onClose: () => void
}

function ConfirmDialog({ asked, onClose }: DialogProps) {
  const [number, setNumber] = useState('')
  const confirm = useMutation({
    mutationFn: () => call(recoveryRoutes.confirm, { id: asked.id, number }),
    onSuccess: async () => {
      await changed()
      onClose()
    },
    onError: () => void changed(),
  })
  const missing = useMissing(number, 'Type the number that they read out.')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing.isThere() && !confirm.isPending) confirm.mutate()
  }
  return (
    <Dialog heading={`Is it ${asked.name}?`} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          Speak to them yourself, face to face or by a phone number that you know. A mail or a message is not enough.
          Then type the number that they read out. Your name stands beside it.
        </p>
        <Field
          label="Their number"
          hint="Six digits."
          name="number"
          inputMode="numeric"
          value={number}
          onChange={setNumber}
          error={missing.error}
          autoFocus
        />
        <FormError error={confirm.error} />
        <div className="acts">
          <button type="submit" className="button primary" aria-disabled={confirm.isPending}>
            {confirm.isPending ? 'Confirming' : 'I have spoken to them'}
          </button>
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function CancelDialog({ asked, onClose }: DialogProps) {
  const cancel = useMutation({
    mutationFn: () => call(recoveryRoutes.cancel, { id: asked.id }),
    onSuccess: async () => {
      await changed()
      onClose()
    },
  })
  return (
    <Dialog heading={`Cancel the request of ${asked.name}?`} onClose={onClose}>
      <div className="fields">
        <p>Nothing is opened. If they did not ask themselves, somebody else knows their password: have it changed.</p>
        <FormError error={cancel.error} />
        <div className="acts">
          <button type="button" className="button danger" onClick={() => !cancel.isPending && cancel.mutate()}>
            Cancel the request
          </button>
          <button type="button" className="button" onClick={onClose}>
            Leave it open
          </button>
        </div>
      </div>
    </Dialog>
  )
}
