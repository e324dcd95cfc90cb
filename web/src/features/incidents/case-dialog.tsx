/** A dialog that does one thing in a case: its fields, what went wrong, and the act. */
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Incident } from '@candour/contract/incidents.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { announce } from '../../ui/toast.tsx'
import { incidentChanged, readAgain } from './incidents.ts'

export interface DialogOf {
  incident: Incident
  onClose: () => void
}

interface CaseDialogProps {
  heading: string
  label: string
  done: string
  onClose: () => void
  /** False: something is missing, and the fields say what. */
  isWhole: boolean
  save: () => Promise<Incident>
  /** @param asked whether somebody tried to save already */
  children: (asked: boolean) => ReactNode
}

export function CaseDialog({ heading, label, done, onClose, isWhole, save, children }: CaseDialogProps) {
  const [asked, setAsked] = useState(false)
  const saving = useMutation({
    mutationFn: save,
    onError: readAgain,
    onSuccess: (incident) => {
      announce(done)
      onClose()
      void incidentChanged(incident)
    },
  })
  return (
    <Dialog heading={heading} onClose={onClose}>
      <form
        className="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (isWhole && !saving.isPending) saving.mutate()
        }}
      >
        {children(asked)}
        <FormError error={saving.error} />
        <div className="dialog-foot">
          <button type="button" className="link" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" aria-disabled={saving.isPending}>
            {label}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
