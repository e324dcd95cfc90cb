/** Who is signed in here, or is led to where that is done. */
import { createRoute, redirect } from '@tanstack/react-router'
import { supportRequest } from '../api/as-support.ts'
import { ApiError } from '../api/client.ts'
import { queries } from '../api/queries.ts'
import { isFactorDue } from '../features/factors/factors.ts'
import { lockIfDue } from '../features/sessions/leave-screen.ts'
import { whoWasHere } from '../features/sessions/place.ts'
import { sessionQuery } from '../features/sessions/session.ts'
import { enterAsSupport } from './enter-as-support.ts'
import { root } from './outside-routes.ts'
import { Shell } from './shell.tsx'

/** What can be looked at while the practice is locked. */
const inLockdown = [
  '/locked',
  '/activity',
  '/alerts',
  '/integrity',
  '/proof',
  '/team',
  '/rules',
  '/rules/single-sign-on',
  '/signing-in',
]
/** A breach is handled meanwhile as well. */
const isInLockdown = (path: string) => inLockdown.includes(path) || /^\/incidents(\/|$)/.test(path)

export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ location }) => {
    if (supportRequest() !== null) return enterAsSupport(location.pathname)
    try {
      await lockIfDue()
      const before = whoWasHere()
      const session = await queries.ensureQueryData(sessionQuery)
      // This window's address is another person's.
      const isOthers = before !== null && before !== 'nobody' && before !== session.account.id
      if (isOthers && location.pathname !== '/') throw redirect({ to: '/' })
      if (isFactorDue(session)) throw redirect({ to: '/second-factor' })
      if (session.lockdown !== null && !isInLockdown(location.pathname)) throw redirect({ to: '/locked' })
      if (session.lockdown === null && location.pathname === '/locked') throw redirect({ to: '/' })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { then: location.href } })
      throw error
    }
  },
})

export const inside = { getParentRoute: () => signedIn }
