/** One entry; it opens to show what the ledger keeps of it. */
import { useId } from 'react'
import type { Entry } from '@candour/contract/entries.ts'
import { showCount, showDay, showTimeToSecond } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lock } from '../../ui/lock.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { EntryDetail, type Narrow } from './entry-detail.tsx'
import { joinerAfter, triedTo } from './entry-words.ts'

/** The time to the second; the day too when it wasn't today. */
function when(at: string): string {
  const time = showTimeToSecond(at)
  return showDay(at) === showDay(new Date()) ? time : `${showDay(at).slice(0, 6)} ${time}`
}

interface RowProps {
  entry: Entry
  open: boolean
  onToggle: () => void
  onNarrow: Narrow | null
}

export function EntryRow({ entry, open, onToggle, onNarrow }: RowProps) {
  const id = useId()
  const { number, at, who, what, patient, from, refusal, verb, altered } = entry
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
          )}
          {verb === 'glass.break' && refusal === null && !altered && (
            <span className="state amber">
              <Icon name="glass" />
              Emergency access
            </span>
          )}
          {altered && (
            <span className="state red">
              <Lock state="refused" silent />
              Altered
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
            <Lock state={altered ? 'refused' : open ? 'checked' : 'sealed'} silent />
          </button>
        </span>
      </div>
      {open && (
        <div className="entry-detail" id={id} role="row">
          <div role="cell">
            <EntryDetail entry={entry} onNarrow={onNarrow} />
          </div>
        </div>
      )}
    </div>
  )
}
