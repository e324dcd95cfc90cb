/** Asking for an export: of the practice, or of one patient; sealed with a passphrase if wanted. */
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { exportHours, transferRoutes } from '@candour/contract/transfers.ts'
import { call } from '../../api/client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { keepTransfer } from './transfers.ts'

interface ExportDialogProps {
  /** One patient alone, by id. */
  patient?: string
  onClose: () => void
}

export function ExportDialog({ patient, onClose }: ExportDialogProps) {
  const navigate = useNavigate()
  const [sealed, setSealed] = useState(true)
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [asked, setAsked] = useState(false)
  const start = useMutation({
    mutationFn: () => {
      const how = sealed ? { passphrase } : {}
      return patient === undefined
        ? call(transferRoutes.startExport, how)
        : call(transferRoutes.exportPatient, { id: patient, ...how })
    },
    onSuccess: (transfer) => {
      keepTransfer(transfer)
      onClose()
      // From a record one goes to where its progress and the download are.
      if (patient !== undefined) void navigate({ to: '/transfers' })
    },
  })
  const short = sealed && passphrase.length < 12 ? 'Use at least 12 characters.' : undefined
  const other = sealed && again !== passphrase ? 'This is not the same.' : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (short === undefined && other === undefined && !start.isPending) start.mutate()
  }
  return (
    <Dialog heading={patient === undefined ? 'Export the practice' : 'Export this record'} onClose={onClose}>
      <form className="fields" onSubmit={submit} noValidate>
        <p>
          {patient === undefined ? 'All records' : 'The whole record'} as FHIR R4, with the files and pages to read
          without Candour, in one ZIP. It is made in the background and can be downloaded for {exportHours} hours.
          {patient === undefined &&
            ' Records that are restricted to others are not in it; those the operator takes along with candour export.'}
        </p>
        <label className="check">
          <input type="checkbox" checked={sealed} onChange={(event) => setSealed(event.target.checked)} />
          <span>
            Seal it with a passphrase
            <span className="second">
              Any tool that reads the age format opens it. Without the passphrase nobody does: Candour does not keep it.
            </span>
          </span>
        </label>
        {sealed && (
          <>
            <Field
              label="Passphrase"
              name="passphrase"
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={setPassphrase}
              maxLength={256}
              error={asked ? short : undefined}
            />
            <Field
              label="The same again"
              name="again"
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={setAgain}
              maxLength={256}
              error={asked ? other : undefined}
            />
          </>
        )}
        {!sealed && <p className="export-open">Whoever gets hold of the file can read everything in it.</p>}
        <FormError error={start.error} />
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button primary" aria-disabled={start.isPending}>
            {patient === undefined ? 'Export the practice' : 'Export the record'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
