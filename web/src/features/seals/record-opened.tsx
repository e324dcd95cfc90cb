/** "Who opened this": the openings of the whole record, by person and one by one. */
import { useState } from 'react'
import { showDay, showDayAndTime, showTime } from '@candour/contract/formatting.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { sittingsOf } from '../entries/sittings.ts'
import { OpenedBy } from './opened-by.tsx'
import { openedWords } from './opened-line.ts'
import './seal.css'
import { useSeal } from './seal-pill.tsx'

export function RecordOpened({ patient }: { patient: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="tab tabs-right" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Icon name="eye" />
        Who opened this
      </button>
      {open && (
        <Dialog heading="Who opened this record" onClose={() => setOpen(false)}>
          <Openings patient={patient} />
        </Dialog>
      )}
    </>
  )
}

/** `22-Nov-2026 09:10 to 09:25`. */
function fromTo(from: string, to: string): string {
  if (showDayAndTime(from) === showDayAndTime(to)) return showDayAndTime(from)
  return `${showDayAndTime(from)} to ${showDay(from) === showDay(to) ? showTime(to) : showDayAndTime(to)}`
}

function Openings({ patient }: { patient: string }) {
  const { data: seal, error, refetch } = useSeal('Patient', patient)
  if (error !== null) return <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />
  if (seal === undefined) return <Loading />
  return (
    <>
      <OpenedBy openings={seal.openedBy} people={seal.openedByPeople} />
      <ul className="rows openings">
        {sittingsOf(seal.openedBy, ({ person }) => person.member ?? person.name).map(({ acts, from, to }) => {
          const { person } = acts[0]!
          return (
            <li key={`${to} ${person.member ?? person.name}`}>
              <span className="opened-span">{fromTo(from, to)}</span>
              <span>
                <b>{person.name}</b> <span className="quiet">{roleInside(person.role)}</span>
              </span>
              <span>{openedWords(acts)}</span>
            </li>
          )
        })}
      </ul>
      {seal.openedBy.length === 50 && <p className="second">The newest 50 are shown. Activity holds all of them.</p>}
    </>
  )
}
