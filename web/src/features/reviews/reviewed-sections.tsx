/** What a review is about, section by section; each line leads to its entries. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { alertRules } from '@candour/contract/alerts.ts'
import { showCount, showDayAndTime } from '@candour/contract/formatting.ts'
import { reviewSections, type Reviewed, type ReviewedChange, type ReviewSection } from '@candour/contract/reviews.ts'
import type { Person } from '@candour/contract/shapes.ts'
import { Icon } from '../../ui/icon.tsx'
import { SectionHead } from '../../ui/page.tsx'

interface SectionsProps {
  reviewed: Reviewed
  /** Beside each heading. */
  tick?: (section: ReviewSection) => ReactNode
}

export function ReviewedSections({ reviewed, tick }: SectionsProps) {
  const { signIns, access, alerts, glasses, permissions, leavers, missing } = reviewed
  const section = (name: ReviewSection, count: number, none: string, table: ReactNode) => (
    <section>
      <SectionHead title={reviewSections[name]} count={count}>
        {tick?.(name)}
      </SectionHead>
      {count === 0 ? <p className="second under-rule">{none}</p> : table}
    </section>
  )
  return (
    <>
      {missing > 0 && (
        <p className="alert-altered">
          <Icon name="octagon" size={20} />
          <span>
            <b>
              {showCount(missing)} {missing === 1 ? 'entry of this period is' : 'entries of this period are'} not there
              any more.
            </b>{' '}
            Somebody took them away outside Candour.
          </span>
        </p>
      )}
      {section(
        'signIns',
        signIns.length,
        'Nobody signed in.',
        <Table headings={['Who', 'Came in', 'Failed', 'New devices']}>
          {signIns.map(({ who, came, failed, newDevices }) => (
            <tr key={who.member ?? who.name}>
              <Who who={who} to="/sign-ins" />
              <Count value={came} />
              <Count value={failed} />
              <Count value={newDevices} />
            </tr>
          ))}
        </Table>,
      )}
      {section(
        'access',
        access.length,
        'No record was opened.',
        <Table headings={['Who', 'Different records', 'Times opened']}>
          {access.map(({ who, records, openings, request }) => (
            <tr key={request ?? who.member ?? who.name}>
              <Who who={who} to="/activity" request={request} />
              <Count value={records} />
              <Count value={openings} />
            </tr>
          ))}
        </Table>,
      )}
      {section(
        'alerts',
        alerts.length,
        'Nothing unusual was noticed.',
        <Table headings={['What', 'Noticed', 'Still open']}>
          {alerts.map(({ rule, raised, open }) => (
            <tr key={rule}>
              <th scope="row">
                <Link to="/alerts">{alertRules[rule].title}</Link>
              </th>
              <Count value={raised} />
              <Count value={open} warns />
            </tr>
          ))}
        </Table>,
      )}
      {section(
        'glasses',
        glasses.length,
        'Nobody opened a restricted record by emergency access.',
        <Table headings={['Who', 'Broke', 'Settled, of others']}>
          {glasses.map(({ who, broken, settled }) => (
            <tr key={who.member ?? who.name}>
              <Who who={who} to="/activity" />
              <Count value={broken} />
              <Count value={settled} />
            </tr>
          ))}
        </Table>,
      )}
      {section('permissions', permissions.length, 'Nothing was changed.', <Changes changes={permissions} />)}
      {section('leavers', leavers.length, 'Nobody left.', <Changes changes={leavers} />)}
    </>
  )
}

function Table({ headings, children }: { headings: string[]; children: ReactNode }) {
  return (
    <table className="review-table">
      <thead>
        <tr>
          {headings.map((heading, place) => (
            <th key={heading} scope="col" className={place === 0 ? '' : 'number'}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

function Who({ who, to, request }: { who: Person; to: '/sign-ins' | '/activity'; request?: string | undefined }) {
  return (
    <th scope="row">
      {request !== undefined ? (
        <Link to="/support-access/$request" params={{ request }}>
          {who.name}
        </Link>
      ) : who.member === null ? (
        who.name
      ) : (
        <Link to={to} search={{ member: who.member }}>
          {who.name}
        </Link>
      )}{' '}
      <span className="second">{who.role}</span>
    </th>
  )
}

function Count({ value, warns = false }: { value: number; warns?: boolean }) {
  const tone = value === 0 ? 'number quiet' : warns ? 'number review-warns' : 'number'
  return <td className={tone}>{showCount(value)}</td>
}

function Changes({ changes }: { changes: readonly ReviewedChange[] }) {
  return (
    <ul className="rows">
      {changes.map(({ number, at, by, what, about, reason }) => (
        <li key={number} className="review-change">
          <span className="fixed">{showDayAndTime(at)}</span>
          <span>
            {what}
            {about !== null && (
              <>
                :{' '}
                <Link to="/team/$member" params={{ member: about.member! }}>
                  {about.name}
                </Link>
              </>
            )}
            {reason !== null && <span className="second">{reason}</span>}
          </span>
          <span className="second">
            {by.name}, entry {showCount(number)}
          </span>
        </li>
      ))}
    </ul>
  )
}
