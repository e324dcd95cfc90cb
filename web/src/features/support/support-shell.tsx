/** The frame of a window of support: who, where, until when, the whole time; and nothing on the screen once it is over. */
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { showTime } from '@candour/contract/formatting.ts'
import { supportRoutes } from '@candour/contract/support.ts'
import { endAsSupport, supportRequest } from '../../api/as-support.ts'
import { ApiError, call, onSessionEnd } from '../../api/client.ts'
import { Icon } from '../../ui/icon.tsx'
import { ToastPlace } from '../../ui/toast.tsx'
import { openFinder } from '../patients/finder-door.ts'
import { Finder } from '../patients/finder.tsx'
import { useSession } from '../sessions/session.ts'
import { readSupportSession } from './open-as-support.ts'
import './support.css'

const everyMs = 4000

/** By loading the page anew, so that nothing of a record stays in memory. */
function leave() {
  document.getElementById('root')!.hidden = true
  endAsSupport()
  location.replace('/support')
}

export function SupportShell() {
  const { member, practice, endsAt } = useSession()
  useOver()
  const close = () => {
    const request = supportRequest()
    if (request !== null) void call(supportRoutes.close, { id: request }).finally(leave)
  }
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <div className="support-shell">
        <header className="support-banner">
          <Icon name="eye" />
          <p>
            <strong>
              {member.name}, you are in {practice.name} as support
            </strong>{' '}
            until <span className="fixed">{showTime(endsAt)}</span>. You read; everything is recorded, and the practice
            goes through it.
          </p>
          <span className="acts">
            <button type="button" className="button" onClick={() => openFinder()}>
              <Icon name="search" />
              Find a patient
            </button>
            <button type="button" className="button" onClick={close}>
              <Icon name="leave" />I am done
            </button>
          </span>
        </header>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Finder />
      <ToastPlace />
    </>
  )
}

/** Asks every few seconds, as no use of the session; whatever ended it, the screen is blank within them. */
function useOver() {
  const { data, error } = useQuery({
    queryKey: ['support-session'],
    queryFn: readSupportSession,
    refetchInterval: everyMs,
    staleTime: 0,
    retry: false,
  })
  const isOpen = data?.requests.find(({ id }) => id === supportRequest())?.state === 'open'
  const isOver = (data !== undefined && !isOpen) || error instanceof ApiError
  useEffect(() => {
    if (isOver) leave()
  }, [isOver])
  useEffect(() => {
    const stop = onSessionEnd(leave)
    return () => void stop()
  }, [])
}
