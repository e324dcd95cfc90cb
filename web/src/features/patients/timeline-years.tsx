/** The list of what is told: what is to come, then year by year; a visit with its parts inside. */
import { Link } from '@tanstack/react-router'
import { useId, useState, type ReactNode } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import type { TimelineItem } from '@candour/contract/timeline.ts'
import { Icon } from '../../ui/icon.tsx'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { dayOf, londonDate, timeOf } from './day-of.ts'
import { kindWords } from './kind-words.ts'
import { TimelineRow } from './timeline-row.tsx'
import './timeline-years.css'
import { byYear, tellOnce, whatComes, type Told } from './visits.ts'

interface YearsProps {
  patient: string
  items: readonly TimelineItem[]
  selected: string | undefined
  /** All kinds stand beside each other: a visit is told once, and each says what it is. */
  mixed: boolean
  /** Stands in the head of the first year. */
  children?: ReactNode
}

export function TimelineYears({ patient, items, selected, mixed, children }: YearsProps) {
  const now = new Date()
  const { coming, happened } = whatComes(items, now, londonDate(now))
  const told = mixed ? tellOnce(happened, dayOf) : happened.map((lead): Told => ({ at: lead.at, lead, parts: [] }))
  return (
    <>
      {coming.length > 0 && (
        <section aria-label="Coming" className="timeline-coming">
          <div className="timeline-year">
            <h2>Coming</h2>
          </div>
          <ul className="rows">
            {coming.map((item) => (
              <TimelineRow
                key={`${item.type}/${item.id}`}
                patient={patient}
                item={item}
                selected={item.id === selected}
                mixed={mixed}
                coming
              />
            ))}
          </ul>
        </section>
      )}
      {byYear(told, dayOf).map(({ year, items: inYear }, place) => (
        <section key={year} aria-label={year}>
          <div className="timeline-year">
            <h2>{year}</h2>
            {place === 0 && children}
          </div>
          <ul className="rows">
            {inYear.map(({ lead, parts }) => (
              <TimelineRow
                key={`${lead.type}/${lead.id}`}
                patient={patient}
                item={lead}
                selected={lead.id === selected}
                mixed={mixed}
              >
                {parts.length > 0 && <Parts patient={patient} parts={parts} selected={selected} />}
              </TimelineRow>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

const mostAtOnce = 3

/** One line each; the encounter and its appointment are told when the rest is. */
function Parts({
  patient,
  parts,
  selected,
}: {
  patient: string
  parts: readonly TimelineItem[]
  selected: string | undefined
}) {
  const [open, setOpen] = useState<boolean | null>(null)
  const id = useId()
  const first = parts.filter(({ kind }) => kind !== 'encounter')
  const whole = open ?? parts.some((part) => part.id === selected)
  const shown = whole ? parts : first.slice(0, first.length === mostAtOnce + 1 ? first.length : mostAtOnce)
  const hidden = parts.length - shown.length
  const said = (place: number) => place > 0 && wordFor(shown[place - 1]!) === wordFor(shown[place]!)
  return (
    <div className="visit-parts">
      <ul id={id}>
        {shown.map((part, place) => (
          <li key={`${part.type}/${part.id}`}>
            <Link
              to="/patients/$patient/timeline/$type/$item"
              params={{ patient, type: part.type, item: part.id }}
              className="visit-part"
              aria-current={part.id === selected ? 'true' : undefined}
              resetScroll={false}
            >
              {/* Said once for several of a kind */}
              <span className="quiet">
                <span className={said(place) ? 'for-screen-readers' : ''}>{wordFor(part)}</span>
              </span>{' '}
              <span>
                {wordsOf(part)}
                {part.value !== '' && <span className="timeline-value"> {unitInWords(part.value)}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {(hidden > 0 || open === true) && (
        <button
          type="button"
          className="visit-more"
          aria-expanded={whole}
          aria-controls={id}
          onClick={() => setOpen(!whole)}
        >
          <Icon name={whole ? 'up' : 'down'} size={16} />
          {whole ? 'Fewer' : first.length === 0 ? visitWords(parts) : `${showCount(hidden)} more of this visit`}
        </button>
      )}
    </div>
  )
}

const isAppointment = ({ type }: TimelineItem) => type === 'Appointment'
const wordFor = (part: TimelineItem) => (isAppointment(part) ? 'Appointment' : kindWords[part.kind][0])

/** An encounter and its appointment bear the visit's own title: their time says more. */
function wordsOf(part: TimelineItem): string {
  if (part.kind !== 'encounter') return part.title === '' ? 'Untitled' : part.title
  return [timeOf(part.at) ?? dayOf(part.at), part.state].filter((word) => word !== '').join(', ')
}

function visitWords(parts: readonly TimelineItem[]): string {
  return parts.some(isAppointment) ? (parts.length > 1 ? 'Encounter and appointment' : 'Appointment') : 'Encounter'
}
