/** Who opened the record: a point on the line for each time, then the same in words. */
import { showDay, showTime, showWhen } from '@candour/contract/formatting.ts'
import type { Seal } from '@candour/contract/seals.ts'
import { whenInside } from '../../ui/when-inside.ts'
import { roleInside } from '../../ui/role-inside.ts'
import { useSession } from '../sessions/session.ts'
import { apart, openersOf, placesOf, type Opener } from './opened-line.ts'

/** As many openings as a seal tells; with so many there may be older ones. */
const most = 50

/** `13:48, 13:52, 14:02` when that is all; else how often, and when last. */
function whenWords({ at }: Opener, all: boolean, now: Date): string {
  const times = [...new Set(at.toReversed().map((each) => showTime(each)))]
  const today = at.every((each) => showDay(each) === showDay(now))
  if (all && today && times.length <= 3) return times.join(', ')
  if (at.length === 1) return showWhen(at[0] ?? now, now)
  const last = whenInside(at[0] ?? now, now)
  return `${all ? '' : 'at least '}${at.length} times, last ${last}`
}

export function OpenedBy({ openings, people }: { openings: Seal['openedBy']; people: number }) {
  const { member } = useSession()
  if (openings.length === 0)
    return (
      <section className="opened-by">
        <h3>{people === 0 ? 'Opened by nobody yet' : `Opened by ${people} ${people === 1 ? 'person' : 'people'}`}</h3>
      </section>
    )
  const openers = openersOf(openings)
  const first = openings.at(-1)?.at ?? ''
  const last = openings[0]?.at ?? ''
  const now = new Date()
  const shapeOf = (key: string) => (key === (openers[0]?.key ?? '') ? 'full' : 'hollow')
  const oneDay = showDay(first) === showDay(last)
  return (
    <section className="opened-by">
      <h3>
        Opened by {people} {people === 1 ? 'person' : 'people'}
      </h3>
      <svg
        viewBox="0 0 300 16"
        className="opened-line"
        role="img"
        aria-label={`From ${whenInside(first, now)} to ${whenInside(last, now)}`}
      >
        <path d="M6 8H294M6 4v8M294 4v8" stroke="var(--line-2)" />
        {apart(placesOf(openings)).map(({ at, place, key }) => (
          <circle key={`${key} ${at}`} cx={8 + place * 284} cy="8" r="4.4" className={shapeOf(key)} />
        ))}
      </svg>
      <p className="opened-ends">
        <span>{oneDay ? showTime(first) : showWhen(first, now)}</span>
        <span>{oneDay ? showTime(last) : showWhen(last, now)}</span>
      </p>
      <ul>
        {openers.map((opener) => (
          <li key={opener.key}>
            <i className={shapeOf(opener.key)} />
            <span>
              {opener.name} <span className="quiet">{opener.key === member.id ? 'you' : roleInside(opener.role)}</span>
            </span>
            <span className="opened-when">{whenWords(opener, openings.length < most, now)}</span>
          </li>
        ))}
      </ul>
      {people > openers.length && (
        <p className="opened-before">
          {people - openers.length === 1 ? 'One other person' : `${people - openers.length} others`} opened it before
          these.
        </p>
      )}
    </section>
  )
}
