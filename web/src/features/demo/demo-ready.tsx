/** A demonstration was opened: how to get in again, and how far it is filled. The practice can be entered meanwhile. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { demoBanner, demoPatients, demoRoutes, type DemoOpened } from '@candour/contract/demo.ts'
import { levels } from '@candour/contract/permissions.ts'
import { call } from '../../api/client.ts'
import { readAnew } from '../../api/refresh.ts'
import { Icon } from '../../ui/icon.tsx'
import './demo.css'

export function DemoReady({ demo: { name, signIns, examples, password } }: { demo: DemoOpened }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const [first] = signIns
  return (
    <>
      <div className="public-head">
        <h1 tabIndex={-1} ref={heading}>
          {name} is open
        </h1>
        <p className="lead">{demoBanner}.</p>
      </div>
      <div className="sign-up-section">
        <h2>Signing in again</h2>
        <p>You are {first?.name}, the administrator. Sign in as one of the others to see what they see.</p>
        <ul className="demo-people">
          {signIns.map(({ level, name: person, role, email }) => (
            <li key={email}>
              <span>
                <b>{person}</b>, {role}
              </span>
              <span className="second">{levels[level]}</span>
              <span className="demo-email">{email}</span>
            </li>
          ))}
        </ul>
        <p>
          The password of all four, shown this once: <b className="fixed demo-password">{password}</b>
        </p>
        <p>
          Records to begin with:{' '}
          {examples.map(({ patient, name: shown }, place) => (
            <span key={patient}>
              {place > 0 && '; '}
              <Link to="/patients/$patient" params={{ patient }}>
                {shown}
              </Link>
            </span>
          ))}
        </p>
        <Filling />
        <div className="acts">
          <Link to="/" className="button primary">
            Go to the practice
          </Link>
        </div>
      </div>
    </>
  )
}

function Filling() {
  const { data } = useQuery({
    queryKey: ['demo-progress'],
    queryFn: () => call(demoRoutes.progress, {}),
    refetchInterval: ({ state }) => (state.data?.planned === 0 ? false : 400),
  })
  const isDone = data?.planned === 0
  useEffect(() => {
    if (isDone) void readAnew(['patients'])
  }, [isDone])
  const kept = isDone ? demoPatients : (data?.kept ?? 0)
  return (
    <div className="demo-filling">
      <progress max={demoPatients} value={kept} aria-label="Patients written" />
      <p role="status" className="second">
        {isDone ? (
          <>
            <Icon name="check" size={16} /> All {demoPatients} patients are there.
          </>
        ) : (
          `${kept} of ${demoPatients} patients are written. You can go in already.`
        )}
      </p>
    </div>
  )
}
