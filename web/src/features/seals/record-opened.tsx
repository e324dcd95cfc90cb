/** "Who opened this": the openings of the whole record, by person and one by one. */
import { useState } from 'react'
import { showDayAndTime } from '@candour/contract/formatting.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Failure } from '../../ui/trouble.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import { OpenedBy } from './opened-by.tsx'
import { runsOf } from './opened-line.ts'
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

function Openings({ patient }: { patient: string }) {
  const { data: seal, error, refetch } = useSeal('Patient', patient)
  if (error !== null) return <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />
  if (seal === undefined) return <Loading />
  return (
    <>
      <OpenedBy openings={seal.openedBy} people={seal.openedByPeople} />
      <ul className="rows openings">
        {runsOf(seal.openedBy).map(({ at, person, what, times }, place) => (
          <li key={`${at} ${place}`}>
            <span className="fixed">{showDayAndTime(at)}</span>
            <span>
              <b>{person.name}</b> <span className="quiet">{roleInside(person.role)}</span>
            </span>
            <span>
              {what}
              {times > 1 && <span className="quiet">, {times} times</span>}
            </span>
          </li>
        ))}
      </ul>
      {seal.openedBy.length === 50 && <p className="second">The newest 50 are shown. Activity holds all of them.</p>}
    </>
  )
}
