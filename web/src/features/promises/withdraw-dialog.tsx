/** Withdrawing evidence takes it from a promise at once: it asks for the reason, says what follows, and asks twice. */
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { evidenceRoutes, type FiledEvidence } from '@candour/contract/evidence.ts'
import { showDate } from '@candour/contract/formatting.ts'
import type { PromiseDetail } from '@candour/contract/promises.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { proofChanged } from './promises.ts'

interface DialogProps {
  promise: Pick<PromiseDetail, 'id' | 'evidence'>
  one: FiledEvidence
  onClose: () => void
}

export function WithdrawDialog({ promise, one, onClose }: DialogProps) {
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const [sure, setSure] = useState(false)
  const withdraw = useMutation({
    mutationFn: () => call(evidenceRoutes.withdraw, { id: one.id, reason }),
    onSuccess: () => {
      announce('The evidence is withdrawn')
      onClose()
      void proofChanged()
    },
  })
  const missing = reason.trim().length < 5
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (missing) return
    if (!sure) setSure(true)
    else if (!withdraw.isPending) withdraw.mutate()
  }
  return (
    <Dialog heading="Withdraw this evidence" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          “{one.title}” stays here with its file and your reason, and can be filed again. It counts for {promise.id} no
          more.
        </p>
        <Field
          label="Reason"
          hint="It stands in the ledger, and beside the evidence"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={
            asked && missing ? 'Say why in a few words, such as “It is the report of another practice”.' : undefined
          }
        />
        {sure && <p role="status">{followsFrom(promise, one)}</p>}
        <FormError error={withdraw.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Keep it
          </button>
          <button type="submit" className={sure ? 'button danger' : 'button'} aria-disabled={withdraw.isPending}>
            {withdraw.isPending ? 'Withdrawing' : sure ? 'Yes, withdraw it' : 'Withdraw it'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function followsFrom({ id, evidence }: DialogProps['promise'], one: FiledEvidence): string {
  const [first, second] = evidence
  if (first?.id !== one.id) return 'It is not what counts today, so nothing else changes.'
  if (second === undefined) return `There is no other evidence: ${id} has none from now on.`
  return `“${second.title}”, until ${showDate(second.expiresOn)}, counts instead.`
}
