/** Who opened the record: a point on the line for each time, then the same in words. */
import { showDay, showTime, showWhen } from '@candour/contract/formatting.ts'
import type { Seal } from '@candour/contract/seals.ts'
import { useSession } from '../sessions/session.ts'
import { openersOf, placesOf, type Opener } from './opened-line.ts'

function whenWords(opener: Opener, now: Date, most: number): string {
  const newest = opener.at.slice(0, most)
  const sameDay = newest.every((at) => showDay(at) === showDay(now))
  const words = sameDay
    ? newest
        .toReversed()
        .map((at) => showTime(at))
        .join(', ')
    : showWhen(newest[0] ?? now, now)
  const more = opener.at.length - (sameDay ? newest.length : 1)
  return more > 0 ? `${words} and ${more} more` : words
}

export function OpenedBy({
  openings,
  people,
  most = 3,
}: {
  openings: Seal['openedBy']
  people: number
  most?: number
}) {
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
        aria-label={`From ${showWhen(first, now)} to ${showWhen(last, now)}`}
      >
        <path d="M6 8H294M6 4v8M294 4v8" stroke="var(--line-2)" />
        {placesOf(openings).map(({ at, place, key }) => (
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
              {opener.name}{' '}
              <span className="quiet">{opener.key === member.id ? 'you' : opener.role.toLocaleLowerCase('en-GB')}</span>
            </span>
            <span className="opened-when">{whenWords(opener, now, most)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
