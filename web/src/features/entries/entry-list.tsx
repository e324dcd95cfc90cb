import { Fragment, useRef, useState, type KeyboardEvent } from 'react'
import type { Entry } from '@candour/contract/entries.ts'
import type { Narrow } from './entry-detail.tsx'
import { EntryRow } from './entry-row.tsx'
import { EntrySitting } from './entry-sitting.tsx'
import { sittingsOf } from './sittings.ts'

interface ListProps {
  entries: readonly Entry[]
  byVisit: boolean
  /** Null where the list can't be narrowed. */
  onNarrow: Narrow | null
}

/** What was refused or altered always stands by itself, and so does what is about no record. */
const visitOf = ({ who, patient, kind, altered }: Entry) =>
  patient === null || kind === 'refused' || altered ? null : `${who.member ?? who.name} ${patient.id}`

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
}

export function EntryList({ entries, byVisit, onNarrow }: ListProps) {
  const [open, setOpen] = useState<number | null>(null)
  const [openVisit, setOpenVisit] = useState<number | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const doors = [...(list.current?.querySelectorAll<HTMLButtonElement>('.entry-door') ?? [])]
    const within = event.target instanceof Element ? event.target.closest('.entry') : null
    const at = doors.findIndex((door) => door.closest('.entry') === within)
    if (event.key === 'Escape' && (open !== null || openVisit !== null)) {
      if (open === null) setOpenVisit(null)
      setOpen(null)
      doors[at]?.focus()
      return
    }
    const step = steps[event.key]
    if (step === undefined || at === -1 || document.activeElement !== doors[at]) return
    event.preventDefault()
    doors[step(at, doors.length - 1)]?.focus()
  }
  const row = (entry: Entry) => (
    <EntryRow
      key={entry.number}
      entry={entry}
      open={open === entry.number}
      onToggle={() => setOpen(open === entry.number ? null : entry.number)}
      onNarrow={onNarrow}
    />
  )
  return (
    <div className="entries" role="table" aria-label="Entries" ref={list} onKeyDown={move}>
      <div className="entry-head" role="row">
        {['Entry', 'When', 'Who', 'What', 'From'].map((heading) => (
          <span key={heading} role="columnheader">
            {heading}
          </span>
        ))}
      </div>
      {sittingsOf(entries, byVisit ? visitOf : () => null).map((sitting) => {
        const [first] = sitting.acts
        if (sitting.acts.length === 1) return row(first!)
        // Older pages lengthen a visit at its end: its newest entry stays what it is
        const key = first!.number
        return (
          <Fragment key={key}>
            <EntrySitting
              sitting={sitting}
              open={openVisit === key}
              onToggle={() => setOpenVisit(openVisit === key ? null : key)}
            />
            {openVisit === key && sitting.acts.map(row)}
          </Fragment>
        )
      })}
    </div>
  )
}
