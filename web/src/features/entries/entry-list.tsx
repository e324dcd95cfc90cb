import { Fragment, useState } from 'react'
import type { Entry } from '@candour/contract/entries.ts'
import { EntryRow } from './entry-row.tsx'
import { EntrySitting } from './entry-sitting.tsx'
import { sittingsOf } from './sittings.ts'

interface ListProps {
  entries: readonly Entry[]
  byVisit: boolean
  onPatient: (patient: NonNullable<Entry['patient']>) => void
}

/** What was refused always stands by itself, and so does what is about no record. */
const visitOf = ({ who, patient, kind }: Entry) =>
  patient === null || kind === 'refused' ? null : `${who.member ?? who.name} ${patient.id}`

export function EntryList({ entries, byVisit, onPatient }: ListProps) {
  const [open, setOpen] = useState<number | null>(null)
  const [openVisit, setOpenVisit] = useState<number | null>(null)
  const row = (entry: Entry) => (
    <EntryRow
      key={entry.number}
      entry={entry}
      open={open === entry.number}
      onToggle={() => setOpen(open === entry.number ? null : entry.number)}
      onPatient={onPatient}
    />
  )
  return (
    <div className="entries" role="table" aria-label="Entries">
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
