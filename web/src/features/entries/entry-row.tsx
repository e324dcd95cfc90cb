/** One entry; it opens to show what the ledger keeps of it. */
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { Entry } from '@candour/contract/entries.ts'
import { showCount, showDay, showDayAndTime, showTimeToSecond } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { joinerAfter, triedTo } from './entry-words.ts'

function when(at: string): string {
  return showDay(at) === showDay(new Date())
    ? showTimeToSecond(at)
    : `${showDay(at).slice(0, 6)} ${showTimeToSecond(at)}`
}

interface RowProps {
  entry: Entry
  open: boolean
  onToggle: () => void
  /** Shows what was done about this patient alone. */
  onPatient: (patient: NonNullable<Entry['patient']>) => void
}

export function EntryRow({ entry, open, onToggle, onPatient }: RowProps) {
  const id = useId()
  const { number, at, who, what, patient, from, refusal, hash, verb } = entry
  return (
    <div className={open ? 'entry open' : 'entry'} role="rowgroup">
      <div className="entry-row" role="row" onClick={onToggle}>
        <span className="entry-number" role="cell">
          {showCount(number)}
        </span>
        <span className="fixed" role="cell">
          {when(at)}
        </span>
        <span role="cell">
          <b>{who.name}</b> <span className="quiet">{roleInside(who.role)}</span>
        </span>
        <span role="cell" className="entry-what">
          {refusal !== null && (
            <span className="state red">
              <Icon name="refused" />
              Refused
            </span>
          )}{' '}
          {refusal === null ? what : triedTo(what)}
          {patient !== null && (
            <>
              {joinerAfter(what)}
              <PatientName name={patient} />
            </>
          )}
        </span>
        <span role="cell" className="entry-from">
          {from}
        </span>
        <span role="cell">
          <button
            type="button"
            className="entry-door"
            aria-expanded={open}
            aria-controls={id}
            aria-label={`Entry ${showCount(number)} in full`}
            onClick={(event) => {
              event.stopPropagation()
              onToggle()
            }}
          >
            <Lock state="sealed" silent />
          </button>
        </span>
      </div>
      {open && (
        <div className="entry-detail" id={id} role="row">
          <div role="cell">
            <dl className="facts">
              <div>
                <dt>When</dt>
                <dd>
                  {showDayAndTime(at)}:{showTimeToSecond(at).slice(-2)}
                </dd>
              </div>
              <div>
                <dt>Who</dt>
                <dd>
                  {who.name}
                  {who.role !== '' && `, ${roleInside(who.role)}`}
                </dd>
              </div>
              <div>
                <dt>From</dt>
                <dd>{from}</dd>
              </div>
              {patient !== null && (
                <div>
                  <dt>Patient</dt>
                  <dd>
                    <Link to="/patients/$patient" params={{ patient: patient.id }}>
                      Open the record
                    </Link>{' '}
                    <button type="button" className="link" onClick={() => onPatient(patient)}>
                      Show this patient alone
                    </button>
                  </dd>
                </div>
              )}
              {refusal !== null && (
                <div>
                  <dt>Why refused</dt>
                  <dd className="red-text">{refusal}</dd>
                </div>
              )}
              <div>
                <dt>As the system names it</dt>
                <dd>{verb}</dd>
              </div>
              <div>
                <dt>SHA-256 of the leaf</dt>
                <dd className="entry-hash">{hash.replace(/(.{4})/g, '$1 ')}</dd>
              </div>
            </dl>
          </div>
        </div>
      )}
    </div>
  )
}
