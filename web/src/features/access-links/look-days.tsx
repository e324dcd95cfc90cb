/** Who looked, by day: a line for each sitting, in words. */
import { showDay, showTime } from '@candour/contract/formatting.ts'
import type { Look } from '@candour/contract/access-links.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { roleInside } from '../../ui/role-inside.ts'
import './looks.css'

export function LookDays({ looks }: { looks: readonly Look[] }) {
  const days = new Map<string, Look[]>()
  for (const look of looks) days.set(showDay(look.to), [...(days.get(showDay(look.to)) ?? []), look])
  return (
    <div className="look-days">
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h2 className="look-day fixed">{day}</h2>
          <ul className="rows">
            {ofDay.map((look) => (
              <LookRow key={look.number} look={look} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

const times = ({ from, to }: Look) =>
  showTime(from) === showTime(to) ? showTime(to) : `${showTime(from)} to ${showTime(to)}`

function LookRow({ look }: { look: Look }) {
  const { who, acts, why, removedAt } = look
  const isRefused = acts.every(({ kind }) => kind === 'refused' || kind === 'altered')
  return (
    <li className="look">
      <span className="look-time fixed">{times(look)}</span>
      <span className="look-who">
        <b>{who.name ?? who.role}</b>
        {who.name !== null && <span className="second">{roleInside(who.role)}</span>}
      </span>
      <span className={isRefused ? 'look-acts refused' : 'look-acts'}>
        {isRefused && <Icon name="octagon" size={16} />}
        <span>
          {acts.map(({ what, count }) => (
            <span key={what} className="look-act">
              {what}
              {count > 1 && <span className="quiet">, {count} times</span>}
            </span>
          ))}
          {why !== null && <span className="second">Why: {why}</span>}
          {removedAt !== null && (
            <span className="second">
              Its details were removed on <span className="fixed">{showDay(removedAt)}</span> under the practice’s
              retention.
            </span>
          )}
        </span>
      </span>
    </li>
  )
}

const meanings: readonly (readonly [IconName, string, string])[] = [
  ['eye', 'Opened, read, saw', 'Somebody had that part of the record on a screen.'],
  ['pencil', 'Added, changed, wrote', 'Something was put into the record. What stood there before is kept.'],
  ['download', 'Export', 'A copy was made, for a referral, another practice or a new system.'],
  ['check', 'Looked at who opened the record', 'Somebody checked that nobody looked who should not have.'],
  ['octagon', 'Not allowed', 'Somebody tried, and the system refused. Nothing was shown and nothing was changed.'],
  ['octagon', 'Altered', 'Somebody changed what stood there, and the system noticed. Ask the practice about it.'],
  ['try-again', 'The computer system, by itself', 'Upkeep that nobody reads, such as keeping the search up to date.'],
]

export function WhatWordsMean() {
  return (
    <dl className="look-meanings">
      {meanings.map(([icon, word, meaning]) => (
        <div key={word}>
          <dt>
            <Icon name={icon} size={18} />
            {word}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
