/** What of the activity is shown: which kind, by whom, about whom; told by visit, and without what is done all day. */
import type { PatientMatch } from '@candour/contract/patients.ts'
import { entryKinds } from '@candour/contract/entries.ts'
import { Icon } from '../../ui/icon.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { choosePatient } from '../patients/finder-door.ts'

export type EntryKind = (typeof entryKinds)[number]

export interface ActivityFilter {
  kind: EntryKind
  member: string
  patient: Pick<PatientMatch, 'id' | 'family' | 'given' | 'title'> | null
  routine: 'shown' | 'folded'
  byVisit: boolean
}

export const whatMatters: ActivityFilter = { kind: 'all', member: '', patient: null, routine: 'folded', byVisit: true }

const kindWords: Record<EntryKind, string> = {
  all: 'All',
  opened: 'Opened',
  changed: 'Changed',
  'signed-in': 'Signed in',
  refused: 'Refused',
}

interface FiltersProps {
  filter: ActivityFilter
  members: readonly { id: string; name: string }[]
  onChange: (part: Partial<ActivityFilter>) => void
}

export function ActivityFilters({ filter, members, onChange }: FiltersProps) {
  const { kind, member, patient, routine, byVisit } = filter
  return (
    <>
      <div className="chips" role="group" aria-label="Show">
        {entryKinds.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={kind === each}
            onClick={() => onChange({ kind: each })}
          >
            {each === 'refused' && <Icon name="refused" size={16} />}
            {kindWords[each]}
          </button>
        ))}
      </div>
      <label className="activity-who">
        <span className="for-screen-readers">By whom</span>
        <span className="select">
          <select className="input" value={member} onChange={(event) => onChange({ member: event.target.value })}>
            <option value="">Anyone</option>
            {members.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <Icon name="down" size={16} />
        </span>
      </label>
      {patient === null ? (
        <button
          type="button"
          className="chip"
          onClick={() => choosePatient('Whose record is it about?', (chosen) => onChange({ patient: chosen }))}
        >
          Any patient
          <Icon name="down" size={16} />
        </button>
      ) : (
        <button type="button" className="chip chosen-patient" aria-pressed onClick={() => onChange({ patient: null })}>
          <PatientName name={patient} />
          <Icon name="close" size={16} />
          <span className="for-screen-readers">, show any patient</span>
        </button>
      )}
      <label className="activity-beats">
        <input type="checkbox" checked={byVisit} onChange={(event) => onChange({ byVisit: event.target.checked })} />
        One line a visit
      </label>
      <label className="activity-beats">
        <input
          type="checkbox"
          checked={routine === 'shown'}
          onChange={(event) => onChange({ routine: event.target.checked ? 'shown' : 'folded' })}
        />
        Show routine
      </label>
    </>
  )
}
