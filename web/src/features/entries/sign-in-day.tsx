import { showTimeToSecond } from '@candour/contract/formatting.ts'
import type { SignIn } from '@candour/contract/sign-ins.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { partOfDay, type DayOfSignIns } from './sign-in-days.ts'

export const kindWords: Record<SignIn['kind'], string> = {
  in: 'Came in',
  failed: 'Could not',
  left: 'Left',
  changed: 'Changed their sign-in',
  support: 'Support',
}

const icons: Record<SignIn['kind'], IconName> = {
  in: 'kept',
  failed: 'octagon',
  left: 'leave',
  changed: 'fingerprint',
  support: 'help',
}

/** The same marks as in the days below, with what they are. */
export function SignInLegend({ shown, failed }: { shown: number; failed: number }) {
  return (
    <p className="sign-in-legend second">
      {(['in', 'failed', 'left', 'changed'] as const).map((kind) => (
        <span key={kind}>
          <svg width="14" height="14" aria-hidden="true">
            <Mark kind={kind} />
          </svg>
          {kindWords[kind]}
        </span>
      ))}
      <span className="activity-total">
        {shown} shown{failed > 0 && `, ${failed} of them refused`}
      </span>
    </p>
  )
}

export function SignInDay({ day: { day, signIns } }: { day: DayOfSignIns }) {
  const failed = signIns.filter(({ kind }) => kind === 'failed').length
  return (
    <section className="sign-in-day">
      <div className="section-head">
        <h2>{day}</h2>
        <span className="count">{signIns.length}</span>
        {failed > 0 && (
          <span className="state red">
            <Icon name="octagon" size={16} />
            {failed} refused
          </span>
        )}
      </div>
      <DayStrip signIns={signIns} />
      <ul className="sign-in-rows">
        {signIns.map((one) => (
          <li key={one.number} className="sign-in-row">
            <span className="fixed quiet">{showTimeToSecond(one.at)}</span>
            <b>{one.who.name}</b>
            <span className={one.kind === 'failed' ? 'state red' : 'state'}>
              <Icon name={icons[one.kind]} size={16} />
              {one.what}
            </span>
            <span className="second">
              {one.device}
              {one.address !== '' && `, ${one.address}`}
            </span>
            {one.refusal !== null && <span className="second sign-in-why">{one.refusal}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

const hours = [0, 6, 12, 18, 24]
/** Each kind on a line of its own: what failed is not hidden by who came in at the same time. */
const lanes: Record<SignIn['kind'], number> = { in: 0, failed: 16, left: 32, changed: 32, support: 32 }

/** The day from midnight to midnight: what is crowded in one place is seen there. */
function DayStrip({ signIns }: { signIns: readonly SignIn[] }) {
  const oldest = signIns.toReversed()
  return (
    <div className="day-strip" aria-hidden="true">
      <svg width="100%" height="48">
        <line x1="0" x2="100%" y1="23.5" y2="23.5" className="strip-line" />
        {hours.map((hour) => (
          <line
            key={hour}
            x1={`${(hour / 24) * 100}%`}
            x2={`${(hour / 24) * 100}%`}
            y1="18"
            y2="29"
            className="strip-line"
          />
        ))}
        {oldest.map(({ number, at, kind }) => (
          <svg key={number} x={`${partOfDay(at) * 100}%`} y={lanes[kind]} width="14" height="14" className="strip-mark">
            <Mark kind={kind} />
          </svg>
        ))}
      </svg>
      <div className="strip-hours">
        {hours.map((hour) => (
          <span key={hour}>{String(hour).padStart(2, '0')}</span>
        ))}
      </div>
    </div>
  )
}

/** Each kind has a shape of its own besides its colour; 14 by 14. */
function Mark({ kind }: { kind: SignIn['kind'] }) {
  if (kind === 'in') return <circle cx="7" cy="7" r="4.5" className="mark-in" />
  if (kind === 'failed') return <path d="M3 3 11 11 M11 3 3 11" className="mark-failed" />
  if (kind === 'left') return <circle cx="7" cy="7" r="4" className="mark-left" />
  return <path d="M7 2 12 7 7 12 2 7Z" className="mark-changed" />
}
