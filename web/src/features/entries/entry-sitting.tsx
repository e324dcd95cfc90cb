/** What one person did in one record within one visit, as one line; it opens to its entries. */
import { useId } from 'react'
import type { Entry } from '@candour/contract/entries.ts'
import { showCount, showDay, showTime } from '@candour/contract/formatting.ts'
import { Icon } from '../../ui/icon.tsx'
import { PatientName } from '../../ui/patient-name.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { joinerAfter, withoutWhom } from './entry-words.ts'
import type { Sitting } from './sittings.ts'

function span(from: string, to: string): string {
  const day = showDay(to) === showDay(new Date()) ? '' : `${showDay(to).slice(0, 6)} `
  return showTime(from) === showTime(to) ? `${day}${showTime(to)}` : `${day}${showTime(from)} to ${showTime(to)}`
}

/** Changes before openings; the opening of the record goes without saying beside others. */
function told(acts: readonly Entry[]): { first: string; rest: string } {
  const times = new Map<string, number>()
  const changes = acts.filter(({ kind }) => kind === 'changed')
  for (const { what } of [...changes, ...acts.filter(({ kind }) => kind !== 'changed')])
    times.set(what, (times.get(what) ?? 0) + 1)
  const first = changes[0]?.what ?? acts.find(({ verb }) => verb === 'patient.read')?.what ?? acts.at(-1)!.what
  const rest = [...times].flatMap(([what, count]) => {
    const left = what === first ? count - 1 : count
    if (left === 0 || /^Opened the (record|timeline) of$/.test(what)) return []
    const words = withoutWhom(what)
    return [left === 1 ? words : `${words}, ${left} times${what === first ? ' more' : ''}`]
  })
  return { first, rest: rest.join(' · ') }
}

interface SittingProps {
  sitting: Sitting<Entry>
  open: boolean
  onToggle: () => void
}

export function EntrySitting({ sitting: { acts, from, to }, open, onToggle }: SittingProps) {
  const id = useId()
  const { who, patient, from: device } = acts[0]!
  const { first, rest } = told(acts)
  return (
    <div className={open ? 'entry sitting open' : 'entry sitting'} role="rowgroup">
      <div className="entry-row" role="row" onClick={onToggle}>
        <span className="entry-number" role="cell">
          {showCount(acts.length)} <span className="sitting-word">acts</span>
        </span>
        <span className="fixed" role="cell">
          {span(from, to)}
        </span>
        <span role="cell">
          <b>{who.name}</b> <span className="quiet">{roleInside(who.role)}</span>
        </span>
        <span role="cell" className="entry-what">
          {first}
          {patient !== null && (
            <>
              {joinerAfter(first)}
              <PatientName name={patient} />
            </>
          )}
          {rest !== '' && <span className="sitting-rest">{rest}</span>}
        </span>
        <span role="cell" className="entry-from">
          {device}
        </span>
        <span role="cell">
          <button
            type="button"
            className="entry-door"
            aria-expanded={open}
            aria-controls={id}
            aria-label={`The ${acts.length} acts of this visit`}
            onClick={(event) => {
              event.stopPropagation()
              onToggle()
            }}
          >
            <Icon name={open ? 'up' : 'down'} />
          </button>
        </span>
      </div>
    </div>
  )
}
