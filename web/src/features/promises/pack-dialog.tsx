import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { promiseRoutes, visits, type Visit } from '@candour/contract/promises.ts'
import { call } from '../../api/client.ts'
import { Choices } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/toast.tsx'
import { proofChanged } from './promises.ts'

/** A signed pack for a visit: what stands here at this moment, printed too, with the filed evidence. */
export function PackDialog({ onClose }: { onClose: () => void }) {
  const [visit, setVisit] = useState<Visit>('cqc')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const make = useMutation({
    mutationFn: () => call(promiseRoutes.pack, { visit, reason }),
    onSuccess: ({ contentUrl }) => {
      const link = document.createElement('a')
      link.href = contentUrl
      link.download = 'candour-evidence.zip'
      link.click()
      announce('The pack is on its way')
      onClose()
      void proofChanged()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (reason.trim() !== '' && !make.isPending) make.mutate()
  }
  return (
    <Dialog heading="Evidence pack" onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          One file (ZIP) with all that stands on this page now, to print as a PDF and for programs, the filed evidence,
          and a signed list of what it holds.{' '}
          <a href="/candour-verify.html" target="_blank" rel="noreferrer">
            The page that checks
          </a>{' '}
          says whether any of it was changed since.
        </p>
        <Choices legend="For" value={visit} choices={Object.entries(visits) as [Visit, string][]} onChange={setVisit} />
        <Field
          label="Reason"
          hint="It stands in the ledger, and in the pack"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={300}
          error={asked && reason.trim() === '' ? 'Say for whom it is, in a few words.' : undefined}
        />
        <FormError error={make.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" aria-disabled={make.isPending}>
            <Icon name="download" />
            {make.isPending ? 'Making the pack' : 'Download the pack'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
