/** "Who looked", for those who don’t read the activity: the openings of the whole record, by person and one by one. */
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { Link } from '@tanstack/react-router'
import { showDay, showDayAndTime, showTime } from '@candour/contract/formatting.ts'
import type { Seal } from '@candour/contract/seals.ts'
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
        Who looked
      </button>
      {open && (
        <Dialog heading="Who opened this record" onClose={() => setOpen(false)}>
          <Openings patient={patient} />
        </Dialog>
      )}
    </>
  )
}

/** As many openings as a seal tells. */
const most = 50
const newestAlone = 'The newest 50 are shown. Activity holds all of them.'

function OpeningRows({ openings }: { openings: Seal['openedBy'] }) {
  return (
    <ul className="rows openings">
      {sittingsOf(openings, ({ person }) => person.member ?? person.name).map(({ acts, from, to }) => {
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
  )
}

/** `22-Nov-2026 09:10 to 09:25`. */
function fromTo(from: string, to: string): string {
  if (showDayAndTime(from) === showDayAndTime(to)) return showDayAndTime(from)
  return `${showDayAndTime(from)} to ${showDay(from) === showDay(to) ? showTime(to) : showDayAndTime(to)}`
}

function Openings({ patient }: { patient: string }) {
  const { data: seal, error, refetch } = useSeal('Patient', patient)
  // On paper under the banner, which a dialog above the page can't have
  const chart = document.querySelector('.chart')
  if (error !== null) return <Failure error={error} heading="The list can’t be shown" again={() => void refetch()} />
  if (seal === undefined) return <Loading />
  return (
    <>
      <OpenedBy openings={seal.openedBy} people={seal.openedByPeople} />
      <OpeningRows openings={seal.openedBy} />
      {seal.openedBy.length === most && <p className="second">{newestAlone}</p>}
      <div className="dialog-foot">
        <Link to="/patients/$patient/history" params={{ patient }} className="button">
          All of it, changes too
        </Link>
        <button type="button" className="button" onClick={() => window.print()}>
          <Icon name="print" />
          Print this list
        </button>
      </div>
      {chart !== null &&
        createPortal(
          <section className="print-only" aria-hidden="true">
            <h2>Who opened this record</h2>
            <p>
              Opened by {seal.openedByPeople} {seal.openedByPeople === 1 ? 'person' : 'people'}.
              {seal.openedBy.length === most && ` ${newestAlone}`}
            </p>
            <OpeningRows openings={seal.openedBy} />
          </section>,
          chart,
        )}
    </>
  )
}
