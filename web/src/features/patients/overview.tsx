/** What matters of a record at a glance: what holds now, and the newest of what is measured. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { showCount } from '@candour/contract/formatting.ts'
import type { Overview, TimelineItem } from '@candour/contract/timeline.ts'
import { DatedText } from '../../ui/dated-text.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { unitInWords } from '../../ui/unit-in-words.ts'
import { dayOf } from './day-of.ts'
import type { TimelineKind } from './kind-words.ts'
import './overview.css'

interface OverviewProps {
  patient: string
  overview: Overview
  all: number
  onKind: (kind: TimelineKind) => void
  /** What stands below. */
  children?: ReactNode
}

export function OverviewPane({ patient, overview, all, onKind, children }: OverviewProps) {
  const { problems, medicines, immunisations, measurements, pastProblems, pastMedicines } = overview
  const past = (count: number, kind: TimelineKind) =>
    count > 0 && (
      <button type="button" className="link" onClick={() => onKind(kind)}>
        {showCount(count)} past
      </button>
    )
  return (
    <div className="reading overview">
      <header className="overview-head">
        <h2>Summary</h2>
        <p className="second">
          What holds now, of {showCount(all)} entries.{' '}
          <span className="recorded">What you open is recorded, with your name and the time.</span>
        </p>
      </header>
      <Part
        heading="Problems"
        count={problems.length}
        more={past(pastProblems, 'problem')}
        none="No active problems recorded."
      >
        {problems.map((item) => (
          <Row key={item.id} patient={patient} item={item} what={item.state === 'active' ? '' : item.state} />
        ))}
      </Part>
      <Part
        heading="Medicines"
        count={medicines.length}
        more={past(pastMedicines, 'medicine')}
        none="No current medicines recorded."
      >
        {medicines.map((item) => (
          <Row
            key={item.id}
            patient={patient}
            item={item}
            what={[item.preview, item.state === 'active' ? '' : item.state].filter((part) => part !== '').join(' · ')}
          />
        ))}
      </Part>
      {measurements.length > 0 && (
        <Part heading="Measurements" wide>
          {measurements.map(({ newest, course, count }) => (
            <li key={newest.id}>
              <ItemLink patient={patient} item={newest} className="overview-row measured">
                <span className="overview-title">{newest.title}</span>
                <b className="overview-value">
                  <DatedText text={unitInWords(newest.value)} />
                </b>
                <Sparkline values={course} />
                <span className="overview-when">
                  {count > 1 && <span className="quiet">{showCount(count)} times, last </span>}
                  <span className="fixed">{dayOf(newest.at)}</span>
                </span>
              </ItemLink>
            </li>
          ))}
        </Part>
      )}
      {immunisations.length > 0 && (
        <Part heading="Immunisations" wide>
          {immunisations.map((item) => (
            <Row key={item.id} patient={patient} item={item} what={item.preview} />
          ))}
        </Part>
      )}
      {children}
    </div>
  )
}

interface PartProps {
  heading: string
  count?: number
  more?: ReactNode
  none?: string
  wide?: boolean
  children: ReactNode[]
}

function Part({ heading, count, more, none, wide = false, children }: PartProps) {
  return (
    <section className={wide ? 'overview-part wide' : 'overview-part'}>
      <div className="section-head">
        <h3>{heading}</h3>
        {count !== undefined && count > 0 && <span className="count">{showCount(count)}</span>}
        {more !== undefined && <span className="more">{more}</span>}
      </div>
      {children.length === 0 ? <p className="second overview-none">{none}</p> : <ul className="rows">{children}</ul>}
    </section>
  )
}

function Row({ patient, item, what }: { patient: string; item: TimelineItem; what: string }) {
  return (
    <li>
      <ItemLink patient={patient} item={item} className="overview-row">
        <span className="overview-title">
          {item.title}
          {what !== '' && (
            <span className="overview-what">
              <DatedText text={what} />
            </span>
          )}
        </span>
        <span className="overview-when fixed">{item.at === '' ? 'No date' : dayOf(item.at)}</span>
      </ItemLink>
    </li>
  )
}

function ItemLink({
  patient,
  item,
  className,
  children,
}: {
  patient: string
  item: TimelineItem
  className: string
  children: ReactNode
}) {
  return (
    <Link
      to="/patients/$patient/timeline/$type/$item"
      params={{ patient, type: item.type, item: item.id }}
      className={className}
      resetScroll={false}
    >
      {children}
    </Link>
  )
}
