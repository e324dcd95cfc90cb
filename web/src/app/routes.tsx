/** Every page and its address. Pages load when they are first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { queries } from '../api/queries.ts'
import { ApiError } from '../api/client.ts'
import { isFactorDue } from '../features/factors/factors.ts'
import { sessionQuery } from '../features/sessions/session.ts'
import { loadPage } from './load-page.ts'
import { NotFoundPage } from './not-found.page.tsx'
import { PageFailure } from './page-failure.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      const session = await queries.ensureQueryData(sessionQuery)
      if (isFactorDue(session)) throw redirect({ to: '/second-factor' })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { then: location.href } })
      throw error
    }
  },
})

const open = { getParentRoute: () => root }
const inside = { getParentRoute: () => signedIn }

const signIn = createRoute({
  ...open,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { then?: string } => {
    const then = search['then']
    return typeof then === 'string' && /^\/(?![/\\])/.test(then) ? { then } : {}
  },
  component: lazy(() => loadPage(() => import('../features/sessions/sign-in.page.tsx')), 'SignInPage'),
})

const signUp = createRoute({
  ...open,
  path: '/sign-up',
  component: lazy(() => loadPage(() => import('../features/practices/sign-up.page.tsx')), 'SignUpPage'),
})

const invitation = createRoute({
  ...open,
  path: '/invitation',
  component: lazy(() => loadPage(() => import('../features/members/invitation.page.tsx')), 'InvitationPage'),
})

const outbox = createRoute({
  ...open,
  path: '/outbox',
  component: lazy(() => loadPage(() => import('../features/mails/outbox.page.tsx')), 'OutboxPage'),
})

const factorNeeded = createRoute({
  ...open,
  path: '/second-factor',
  beforeLoad: async () => {
    const session = await queries.ensureQueryData(sessionQuery).catch(() => null)
    if (session === null) throw redirect({ to: '/sign-in', search: {} })
    if (!isFactorDue(session)) throw redirect({ to: '/' })
  },
  component: lazy(() => loadPage(() => import('../features/factors/factor-needed.page.tsx')), 'FactorNeededPage'),
})

const signingIn = createRoute({
  ...inside,
  path: '/signing-in',
  component: lazy(() => loadPage(() => import('../features/factors/signing-in.page.tsx')), 'SigningInPage'),
})

const home = createRoute({
  ...inside,
  path: '/',
  component: lazy(() => loadPage(() => import('../features/home/home.page.tsx')), 'HomePage'),
})

const patients = createRoute({
  ...inside,
  path: '/patients',
  component: lazy(() => loadPage(() => import('../features/patients/patients.page.tsx')), 'PatientsPage'),
})

const registerPatient = createRoute({
  ...inside,
  path: '/patients/new',
  component: lazy(
    () => loadPage(() => import('../features/patients/register-patient.page.tsx')),
    'RegisterPatientPage',
  ),
})

const chart = createRoute({
  ...inside,
  path: '/patients/$patient',
  component: lazy(() => loadPage(() => import('../features/patients/chart.page.tsx')), 'ChartPage'),
})

const inChart = { getParentRoute: () => chart }

/** One page for all three addresses, so that its filter and its place in the list stay. */
const timeline = createRoute({
  ...inChart,
  id: 'timeline',
  component: lazy(() => loadPage(() => import('../features/patients/timeline.page.tsx')), 'TimelinePage'),
})

const inTimeline = { getParentRoute: () => timeline }
const timelineItems = [
  createRoute({ ...inTimeline, path: '/' }),
  createRoute({ ...inTimeline, path: '/summary' }),
  createRoute({ ...inTimeline, path: '/timeline/$type/$item' }),
] as const

const files = createRoute({
  ...inChart,
  path: '/files',
  component: lazy(() => loadPage(() => import('../features/files/files.page.tsx')), 'FilesPage'),
})

const details = createRoute({
  ...inChart,
  path: '/details',
  component: lazy(() => loadPage(() => import('../features/patients/details.page.tsx')), 'DetailsPage'),
})

const amendDetails = createRoute({
  ...inChart,
  path: '/details/edit',
  component: lazy(() => loadPage(() => import('../features/patients/amend-patient.page.tsx')), 'AmendPatientPage'),
})

const notes = createRoute({
  ...inside,
  path: '/notes',
  component: lazy(() => loadPage(() => import('../features/drafts/drafts.page.tsx')), 'DraftsPage'),
})

const draft = createRoute({
  ...inside,
  path: '/notes/$draft',
  component: lazy(() => loadPage(() => import('../features/drafts/draft.page.tsx')), 'DraftPage'),
})

const team = createRoute({
  ...inside,
  path: '/team',
  component: lazy(() => loadPage(() => import('../features/members/team.page.tsx')), 'TeamPage'),
})

const activity = createRoute({
  ...inside,
  path: '/activity',
  component: lazy(() => loadPage(() => import('../features/entries/activity.page.tsx')), 'ActivityPage'),
})

const table = createRoute({
  ...inside,
  path: '/transfers/$table',
  component: lazy(() => loadPage(() => import('../features/tables/table.page.tsx')), 'TablePage'),
})

const unfiled = createRoute({
  ...inside,
  path: '/unfiled',
  component: lazy(() => loadPage(() => import('../features/unfiled/unfiled.page.tsx')), 'UnfiledPage'),
})

const unfiledItem = createRoute({
  ...inside,
  path: '/unfiled/$type/$item',
  component: lazy(() => loadPage(() => import('../features/unfiled/unfiled-item.page.tsx')), 'UnfiledItemPage'),
})

const transfers = createRoute({
  ...inside,
  path: '/transfers',
  component: lazy(() => loadPage(() => import('../features/transfers/transfers.page.tsx')), 'TransfersPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signUp,
    invitation,
    outbox,
    factorNeeded,
    signedIn.addChildren([
      home,
      patients,
      registerPatient,
      chart.addChildren([timeline.addChildren([...timelineItems]), files, details, amendDetails]),
      notes,
      draft,
      team,
      activity,
      signingIn,
      unfiled,
      unfiledItem,
      transfers,
      table,
    ]),
  ]),
  defaultPreload: false,
  defaultPendingMs: 400,
  defaultErrorComponent: PageFailure,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
