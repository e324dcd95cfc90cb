import { useState } from 'react'
import { incidentNotices, type IncidentNotice } from '@candour/contract/incident-words.ts'
import { incidentRoutes } from '@candour/contract/incidents.ts'
import { call } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { MomentField } from '../../ui/moment-field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { CaseDialog, type DialogOf } from './case-dialog.tsx'
import { noSuchTime, useMoment } from './moments.ts'

const headings: Record<IncidentNotice, string> = {
  ico: 'The ICO was told',
  individuals: 'The people concerned were told',
  controller: 'The controller was told',
}

/** What somebody did outside Candour. It stops the clock. */
export function RecordDialog({ incident, notice, onClose }: DialogOf & { notice: IncidentNotice }) {
  const { id, revision, clocks, acts, awareAt } = incident
  const at = useMoment(new Date())
  const [how, setHow] = useState('')
  const [reference, setReference] = useState('')
  const [lateReason, setLateReason] = useState('')
  const dueAt = clocks.find(({ clock }) => clock === notice)?.dueAt ?? null
  const isFirst = acts.every((one) => one.notice !== notice)
  const isLate = isFirst && dueAt !== null && at.instant !== null && at.instant > dueAt
  return (
    <CaseDialog
      heading={headings[notice]}
      label="Record it"
      done="Recorded"
      onClose={onClose}
      isWhole={at.instant !== null && how.trim() !== '' && (!isLate || lateReason.trim() !== '')}
      save={() =>
        call(incidentRoutes.recordAct, {
          id,
          baseRevision: revision,
          notice,
          at: notBefore(awareAt, at.instant!),
          how,
          reference,
          lateReason: isLate ? lateReason : null,
        })
      }
    >
      {(asked) => (
        <>
          <p>
            {incidentNotices[notice]}: Candour sends nothing by itself. Record it once it is done, and the clock stops.
          </p>
          <MomentField
            label="When"
            value={at.typed}
            onChange={at.setTyped}
            error={asked && at.instant === null ? noSuchTime : undefined}
          />
          <Field
            label="How"
            hint="For example: by the form at ico.org.uk, by letter, by telephone"
            name="how"
            value={how}
            onChange={setHow}
            maxLength={200}
            error={asked && how.trim() === '' ? 'Say how they were told.' : undefined}
          />
          <Field
            label="Reference"
            optional
            name="reference"
            value={reference}
            onChange={setReference}
            maxLength={100}
          />
          {isLate && (
            <TextArea
              label="Why it was later than 72 hours"
              hint="The ICO asks for the reasons"
              value={lateReason}
              onChange={setLateReason}
              maxLength={1000}
              error={asked && lateReason.trim() === '' ? 'Say why it was late.' : undefined}
            />
          )}
        </>
      )}
    </CaseDialog>
  )
}

/** What is typed ends at the minute: told in the very minute in which it became known is not told before. */
const notBefore = (known: string, told: string) =>
  told < known && told.slice(0, 16) === known.slice(0, 16) ? known : told
