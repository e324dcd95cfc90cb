/** The large seal with the notary ring: for the seal's popover and the ledger's health only. */
import { LockShape, type LockState } from '../../ui/lock.tsx'

const ticks = Array.from({ length: 60 }, (_, place) => (place * Math.PI) / 30)

export function NotaryRing({ state, size = 56 }: { state: LockState; size?: number }) {
  return (
    <svg className={`notary-ring ${state}`} width={size} height={size} viewBox="0 0 60 60" aria-hidden="true">
      <g stroke="currentColor" strokeWidth="1.1" fill="none">
        {ticks.map((angle, place) => {
          const inner = 24.6
          const outer = place % 2 === 0 ? 29.4 : 27.8
          return (
            <path
              key={place}
              d={`M${30 + Math.sin(angle) * inner} ${30 - Math.cos(angle) * inner}L${30 + Math.sin(angle) * outer} ${30 - Math.cos(angle) * outer}`}
            />
          )
        })}
        <circle cx="30" cy="30" r="21.6" />
      </g>
      <g transform="translate(15.5 14.8) scale(1.45)">
        <LockShape state={state} />
      </g>
    </svg>
  )
}
