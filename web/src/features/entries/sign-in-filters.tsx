import { signInKinds } from '@candour/contract/sign-ins.ts'
import { Icon } from '../../ui/icon.tsx'

export interface SignInFilter {
  kind: (typeof signInKinds)[number]
  member: string
  /** Days, or empty. */
  from: string
  to: string
}

export const allSignIns: SignInFilter = { kind: 'all', member: '', from: '', to: '' }

/** What of it is asked of the server. */
export function queryOf({ kind, member, from, to }: SignInFilter) {
  return { kind, ...(member !== '' && { member }), ...(from !== '' && { from }), ...(to !== '' && { to }) }
}

const words: Record<SignInFilter['kind'], string> = {
  all: 'All',
  in: 'Came in',
  failed: 'Could not',
  left: 'Left',
  changed: 'Changed',
  support: 'Support',
}

interface FiltersProps {
  filter: SignInFilter
  members: readonly { id: string; name: string }[]
  onChange: (filter: SignInFilter) => void
}

export function SignInFilters({ filter, members, onChange }: FiltersProps) {
  const change = (part: Partial<SignInFilter>) => onChange({ ...filter, ...part })
  return (
    <div className="activity-filters">
      <div className="chips" role="group" aria-label="Show">
        {signInKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={filter.kind === kind}
            onClick={() => change({ kind })}
          >
            {kind === 'failed' && <Icon name="refused" size={16} />}
            {words[kind]}
          </button>
        ))}
      </div>
      <label className="activity-who">
        <span className="for-screen-readers">Whose</span>
        <span className="select">
          <select className="input" value={filter.member} onChange={(event) => change({ member: event.target.value })}>
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
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="activity-who sign-in-date">
          <span className="second">{end === 'from' ? 'From' : 'To'}</span>
          <input
            type="date"
            className="input"
            value={filter[end]}
            onChange={(event) => change({ [end]: event.target.value })}
          />
        </label>
      ))}
    </div>
  )
}
