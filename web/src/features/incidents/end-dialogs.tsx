/** Closing a case asks twice; opening it again and taking it out ask why. */
import { useState } from 'react'
import { incidentRoutes } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { CaseDialog, type DialogOf } from './case-dialog.tsx'

export function CloseDialog({ incident: { id, revision, stillOpen }, onClose }: DialogOf) {
  const [note, setNote] = useState('')
  const [although, setAlthough] = useState(false)
  const isFree = stillOpen.length === 0 || although
  return (
    <CaseDialog
      heading={stillOpen.length === 0 ? 'Close the case?' : 'Close it, although something is open?'}
      label="Close the case"
      done="Closed"
      onClose={onClose}
      isWhole={note.trim() !== '' && isFree}
      save={() => call(incidentRoutes.close, { id, baseRevision: revision, note, although })}
    >
      {(asked) => (
        <>
          {stillOpen.length > 0 && (
            <>
              <ul className="incident-open-list">
                {stillOpen.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
              <label className="check">
                <input type="checkbox" checked={although} onChange={() => setAlthough(!although)} />
                <span>
                  Close it all the same
                  <span className="second">
                    What is open is kept with the closing, and nobody is reminded any more.
                  </span>
                </span>
              </label>
              {asked && !although && (
                <p className="field-error">Say that you close it all the same, or leave it open.</p>
              )}
            </>
          )}
          <TextArea
            label="What was learned"
            value={note}
            onChange={setNote}
            maxLength={2000}
            error={asked && note.trim() === '' ? 'Say in a few words what was learned.' : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}

export function ReopenDialog({ incident: { id }, onClose }: DialogOf) {
  const [reason, setReason] = useState('')
  return (
    <CaseDialog
      heading="Open the case again?"
      label="Open it again"
      done="Open again"
      onClose={onClose}
      isWhole={reason.trim() !== ''}
      save={() => call(incidentRoutes.reopen, { id, reason })}
    >
      {(asked) => (
        <Field
          label="Why"
          name="reason"
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={asked && reason.trim() === '' ? 'Say why.' : undefined}
        />
      )}
    </CaseDialog>
  )
}

/** Why is entered first; then the file comes, as the case stands with it. */
export function ExportDialog({ incident: { id }, onClose }: DialogOf) {
  const [reason, setReason] = useState('')
  const take = async () => {
    const { number } = await call(incidentRoutes.startExport, { id, reason })
    const link = document.createElement('a')
    link.href = `/api/incidents/${id}/exports/${number}`
    link.download = 'incident.zip'
    link.click()
    return call(incidentRoutes.read, { id })
  }
  return (
    <CaseDialog
      heading="Take out the case"
      label="Take it out"
      done="The file is being taken out"
      onClose={onClose}
      isWhole={reason.trim() !== ''}
      save={take}
    >
      {(asked) => (
        <>
          <p>
            One file: to read and print, and for programs, with the decisions, the notices and the entries of the ledger
            that it rests on. It has no names of patients, unless somebody wrote them.
          </p>
          <Field
            label="For whom, and why"
            name="reason"
            value={reason}
            onChange={setReason}
            maxLength={500}
            error={asked && reason.trim() === '' ? 'Say for whom it is, and why.' : undefined}
          />
        </>
      )}
    </CaseDialog>
  )
}
