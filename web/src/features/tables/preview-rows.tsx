import { showDate } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import type { PreviewRow } from '@candour/contract/tables.ts'
import { Icon } from '../../ui/icon.tsx'
import { PatientName } from '../../ui/patient-name.tsx'

/** The first rows as they would be registered, or why not. */
export function PreviewRows({ rows }: { rows: readonly PreviewRow[] }) {
  return (
    <ol className="rows preview-rows">
      {rows.map((row) => (
        <li key={row.line} className="preview-row">
          <span className="second">Line {row.line}</span>
          {row.patient === null ? (
            <span className="preview-problem">
              <Icon name="refused" size={16} />
              <span>{row.problem}</span>
            </span>
          ) : (
            <Patient row={row} patient={row.patient} />
          )}
        </li>
      ))}
    </ol>
  )
}

const sexes = { female: 'Female', male: 'Male', other: 'Other', unknown: 'Unknown', not_recorded: '' } as const

function Patient({ row, patient }: { row: PreviewRow; patient: NonNullable<PreviewRow['patient']> }) {
  const { birthDate, diedAt, sex, nhsNumber, phone, email, address } = patient
  const place =
    address === null ? '' : [...address.lines, address.town, address.postcode ?? ''].filter(Boolean).join(', ')
  const identity = [
    birthDate === '' ? 'Date of birth not given' : `Born ${showDate(birthDate)}`,
    diedAt !== null && `Died ${showDate(diedAt)}`,
    sexes[sex],
    nhsNumber !== null && `NHS ${showNhsNumber(nhsNumber)}`,
    row.externalId !== '' && `Old number ${row.externalId}`,
  ].filter((part) => part !== false && part !== '')
  const contact = [phone, email, place].filter((part) => part !== null && part !== '')
  return (
    <div className="preview-patient">
      <PatientName name={patient} />
      <span>{identity.join(' · ')}</span>
      {contact.length > 0 && <span className="preview-contact">{contact.join(' · ')}</span>}
      {row.left.length > 0 && <span className="preview-left">Left out: {row.left.join(' ')}</span>}
    </div>
  )
}
