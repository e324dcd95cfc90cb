/** What of the activity is shown: which acts, by whom, about whom, when, from where; told by visit, without what is done all day. */
import { entryGroups, type Entry, type EntryGroup, type entryKinds } from '@candour/contract/entries.ts'
import { useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { choosePatient } from '../patients/finder-door.ts'
import type { ActivitySearch } from './entry-search.ts'

const kinds: readonly (readonly [(typeof entryKinds)[number], string])[] = [
  ['all', 'All'],
  ['opened', 'Opened'],
  ['changed', 'Changed'],
  ['signed-in', 'Signed in'],
  ['refused', 'Refused'],
]

const groupWords: Record<EntryGroup, string> = {
  'sent-out': 'Sent out',
  glass: 'Emergency access',
  restrictions: 'Restrictions',
  team: 'Team and access',
  rules: 'Rules and locks',
  support: 'Support',
  imports: 'Imports',
  watching: 'Alerts and reviews',
}
/** Those that one looks for most stand as chips; the rest in a list. */
const chipGroups: readonly EntryGroup[] = ['sent-out', 'glass']

interface FiltersProps {
  search: ActivitySearch
  /** Of the patient in the search; null as long as the name is not known here. */
  patient: Entry['patient']
  members: readonly { id: string; name: string }[]
  onChange: (part: { [Name in keyof ActivitySearch]?: ActivitySearch[Name] | undefined }) => void
}

export function ActivityFilters({ search, patient, members, onChange }: FiltersProps) {
  const { kind = 'all', group, member = '', from = '', to = '', session } = search
  const groups = (Object.keys(entryGroups) as EntryGroup[]).filter((one) => !chipGroups.includes(one))
  return (
    <>
      <div className="chips" role="group" aria-label="Show">
        {kinds.map(([each, words]) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={kind === each && (each !== 'all' || group === undefined)}
            onClick={() => onChange({ kind: each === 'all' ? undefined : each, group: undefined })}
          >
            {each === 'refused' && <Icon name="refused" size={16} />}
            {words}
          </button>
        ))}
        {chipGroups.map((each) => (
          <button
            key={each}
            type="button"
            className={each === 'glass' ? 'chip amber-chip' : 'chip'}
            aria-pressed={group === each}
            onClick={() => onChange({ group: group === each ? undefined : each, kind: undefined })}
          >
            {each === 'glass' && <Icon name="glass" size={16} />}
            {groupWords[each]}
          </button>
        ))}
      </div>
      <Choice
        label="Which acts"
        value={group ?? ''}
        onChange={(value) => onChange({ group: (value || undefined) as EntryGroup })}
      >
        <option value="">Any act</option>
        {[...chipGroups, ...groups].map((each) => (
          <option key={each} value={each}>
            {groupWords[each]}
          </option>
        ))}
      </Choice>
      <Choice label="By whom" value={member} onChange={(value) => onChange({ member: value || undefined })}>
        <option value="">Anyone</option>
        {members.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      {search.patient === undefined ? (
        <button
          type="button"
          className="chip"
          onClick={() => choosePatient('Whose record is it about?', ({ id }) => onChange({ patient: id }))}
        >
          Any patient
          <Icon name="down" size={16} />
        </button>
      ) : (
        <Chosen what="show any patient" onClick={() => onChange({ patient: undefined })}>
          {patient === null ? 'One patient' : <PatientName name={patient} />}
        </Chosen>
      )}
      {session !== undefined && (
        <Chosen what="show any session" onClick={() => onChange({ session: undefined })}>
          One session
        </Chosen>
      )}
      <Place key={search.place ?? ''} place={search.place ?? ''} onChange={(place) => onChange({ place })} />
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="activity-who activity-day">
          <span className="second">{end === 'from' ? 'From' : 'To'}</span>
          <input
            type="date"
            className="input"
            value={end === 'from' ? from : to}
            onChange={(event) => onChange({ [end]: event.target.value || undefined })}
          />
        </label>
      ))}
      <label className="activity-beats">
        <input
          type="checkbox"
          checked={search.visits !== 'off'}
          onChange={(event) => onChange({ visits: event.target.checked ? undefined : 'off' })}
        />
        One line a visit
      </label>
      <label className="activity-beats">
        <input
          type="checkbox"
          checked={search.routine === 'shown'}
          onChange={(event) => onChange({ routine: event.target.checked ? 'shown' : undefined })}
        />
        Show routine
      </label>
    </>
  )
}

interface ChoiceProps {
  label: string
  value: string
  onChange: (value: string) => void
  children: React.ReactNode
}

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="activity-who">
      <span className="for-screen-readers">{label}</span>
      <span className="select">
        <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          {children}
        </select>
        <Icon name="down" size={16} />
      </span>
    </label>
  )
}

function Chosen({ what, onClick, children }: { what: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button type="button" className="chip chosen-patient" aria-pressed onClick={onClick}>
      {children}
      <Icon name="close" size={16} />
      <span className="for-screen-readers">, {what}</span>
    </button>
  )
}

/** Asked when it is typed to its end: each look opens what lies sealed. */
function Place({ place, onChange }: { place: string; onChange: (place: string | undefined) => void }) {
  const [typed, setTyped] = useState(place)
  const ask = () => onChange(typed.trim() === '' ? undefined : typed.trim())
  return (
    <form
      className="activity-who activity-place"
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <label>
        <span className="for-screen-readers">From where: an address or a device</span>
        <input
          className="input"
          value={typed}
          placeholder="Address or device"
          maxLength={120}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={ask}
        />
      </label>
    </form>
  )
}
