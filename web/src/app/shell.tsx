/** The frame round every page of a signed-in person: rail, top bar, content, and on a phone the bottom bar. */
import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { supportRequest } from '../api/as-support.ts'
import { Finder } from '../features/patients/finder.tsx'
import { SupportShell } from '../features/support/support-shell.tsx'
import { SessionGuard } from '../features/sessions/session-guard.tsx'
import { ToastPlace } from '../ui/toast.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { useEvents } from './events.ts'
import { OfflineStrip } from './offline-strip.tsx'
import { PrintedBy } from './printed-by.tsx'
import { Rail } from './rail.tsx'
import './shell.css'
import { TopBar } from './top-bar.tsx'

export function Shell() {
  if (supportRequest() !== null) return <SupportShell />
  return (
    <SessionGuard>
      <Page />
    </SessionGuard>
  )
}

function Page() {
  useEvents()
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const before = useRef(pathname)
  useEffect(() => {
    // A new page is read from its start by a screen reader, unless the page took the focus itself
    if (before.current !== pathname && document.activeElement === document.body) main.current?.focus()
    before.current = pathname
  }, [pathname])
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <div className="shell">
        <Rail />
        <TopBar />
        <OfflineStrip />
        <main id="main" tabIndex={-1} ref={main}>
          <Outlet />
          <PrintedBy />
        </main>
        <BottomBar />
      </div>
      <Finder />
      <ToastPlace />
    </>
  )
}
