import { Link, useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { showDate } from '@candour/contract/formatting.ts'
import { showNhsNumber } from '@candour/contract/nhs-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'
import { RestrictionDialog } from '../restrictions/restriction-dialog.tsx'
import { SealPill } from '../seals/seal-pill.tsx'
import { useSession } from '../sessions/session.ts'
import { ExportDialog } from '../transfers/export-dialog.tsx'
import { bornWithAge, sexWords, usePatient } from './patients.ts'
import { WatchedButton } from './watched-button.tsx'
import './patients.css'

const notRecorded = <span className="quiet">Not recorded</span>

function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === null || value === '' ? notRecorded : value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function DetailsPage() {
  const { patient: id } = useParams({ strict: false }) as { patient: string }
  const { data: patient } = usePatient(id)
  const { can, practice } = useSession()
  const [exporting, setExporting] = useState(false)
  const [restricting, setRestricting] = useState(false)
  if (patient === undefined) return null
  const { allergies, address } = patient
  return (
    <div>
      <div className="acts details-acts">
        {can.includes('patient.amend') && !practice.readOnly && (
          <Link to="/patients/$patient/details/edit" params={{ patient: id }} className="button">
            <Icon name="pencil" />
            Edit the details
          </Link>
        )}
        {can.includes('record.restrict') && !practice.readOnly && (
          <button type="button" className="button" onClick={() => setRestricting(true)}>
            <Icon name="restricted" />
            {patient.restricted === undefined ? 'Restrict this record' : 'Who may open it'}
          </button>
        )}
        {can.includes('record.restrict') && !practice.readOnly && <WatchedButton patient={patient} />}
        {can.includes('record.export') && (
          <button type="button" className="button" onClick={() => setExporting(true)}>
            <Icon name="download" />
            Export this record
          </button>
        )}
        {can.includes('seal.read') && <SealPill type="Patient" id={id} />}
      </div>
      {exporting && <ExportDialog patient={id} onClose={() => setExporting(false)} />}
      {restricting && <RestrictionDialog patient={id} onClose={() => setRestricting(false)} />}
      <div className="details-grid">
        <section>
          <SectionHead title="Who" />
          <Facts
            facts={[
              ['Surname', patient.family],
              ['Given name', patient.given],
              ['Title', patient.title],
              ['Born', <span className="fixed">{bornWithAge(patient.birthDate, patient.diedAt)}</span>],
              ...(patient.diedAt === null ? [] : [['Died', showDate(patient.diedAt)] as [string, ReactNode]]),
              ['Sex', sexWords[patient.sex]],
              ['NHS number', patient.nhsNumber && <span className="fixed">{showNhsNumber(patient.nhsNumber)}</span>],
              ...(patient.watched
                ? [['Openings', 'Watched: told of where somebody has no part in the care'] as [string, ReactNode]]
                : []),
            ]}
          />
        </section>
        <section>
          <SectionHead title="How to reach" />
          <Facts
            facts={[
              ['Phone', patient.phone],
              ['Email', patient.email],
              ['Address', address?.lines.join(', ') ?? null],
              ['Town', address?.town ?? null],
              ['Postcode', address?.postcode ?? null],
            ]}
          />
        </section>
        <section>
          <SectionHead title="Allergies" />
          {allergies.state === 'listed' ? (
            <Facts facts={allergies.items.map((item) => [item.substance, item.reaction])} />
          ) : (
            <p className="under-head">
              {allergies.state === 'none_known' ? 'None known: somebody asked.' : 'Not recorded: nobody has asked yet.'}
            </p>
          )}
        </section>
      </div>
    </div>
  )
}
