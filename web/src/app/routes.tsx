/** Every page and its address, those of whoever is signed in here. Pages load when they are first opened. */
import { createRoute, createRouter, lazyRouteComponent as lazy, redirect } from '@tanstack/react-router'
import { ofActivity, ofMemberAndKind, ofRecord } from '../features/entries/entry-search.ts'
import { loadPage } from './load-page.ts'
import { NotFoundPage } from './not-found.page.tsx'
import { outside, root } from './outside-routes.ts'
import { PageFailure } from './page-failure.tsx'
import { inside, signedIn } from './signed-in-route.ts'
import { check, incidents, proof, watched } from './watch-routes.ts'

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

const looks = createRoute({
  ...inChart,
  path: '/looks',
  component: lazy(() => loadPage(() => import('../features/access-links/looks.page.tsx')), 'LooksPage'),
})

const recordHistory = createRoute({
  ...inChart,
  path: '/history',
  validateSearch: ofRecord,
  component: lazy(() => loadPage(() => import('../features/entries/history.page.tsx')), 'RecordHistoryPage'),
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

const rules = createRoute({
  ...inside,
  path: '/rules',
  component: lazy(() => loadPage(() => import('../features/rules/rules.page.tsx')), 'RulesPage'),
})

const singleSignOn = createRoute({
  ...inside,
  path: '/rules/single-sign-on',
  component: lazy(() => loadPage(() => import('../features/providers/provider.page.tsx')), 'SingleSignOnPage'),
})

const locked = createRoute({
  ...inside,
  path: '/locked',
  component: lazy(() => loadPage(() => import('../features/rules/locked.page.tsx')), 'LockedPage'),
})

const member = createRoute({
  ...inside,
  path: '/team/$member',
  component: lazy(() => loadPage(() => import('../features/members/member.page.tsx')), 'MemberPage'),
})

const whoCan = createRoute({
  ...inside,
  path: '/team/who-can-do-what',
  component: lazy(() => loadPage(() => import('../features/members/who-can.page.tsx')), 'WhoCanPage'),
})

const activity = createRoute({
  ...inside,
  path: '/activity',
  validateSearch: ofActivity,
  component: lazy(() => loadPage(() => import('../features/entries/activity.page.tsx')), 'ActivityPage'),
})

const ownActivity = createRoute({
  ...inside,
  path: '/activity/own',
  component: lazy(() => loadPage(() => import('../features/entries/history.page.tsx')), 'OwnActivityPage'),
})

const signIns = createRoute({
  ...inside,
  path: '/sign-ins',
  validateSearch: ofMemberAndKind,
  component: lazy(() => loadPage(() => import('../features/entries/sign-ins.page.tsx')), 'SignInsPage'),
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

const breakGlass = createRoute({
  ...inside,
  path: '/break-glass',
  component: lazy(() => loadPage(() => import('../features/glasses/break-glass.page.tsx')), 'BreakGlassPage'),
})

const emergencyAccess = createRoute({
  ...inside,
  path: '/emergency-access',
  component: lazy(() => loadPage(() => import('../features/glasses/glasses.page.tsx')), 'GlassesPage'),
})

/** Its address in notices and mails that were sent before it was named so. */
const brokenGlasses = createRoute({
  ...inside,
  path: '/broken-glasses',
  beforeLoad: () => {
    throw redirect({ to: '/emergency-access', replace: true })
  },
})

const supportAccess = createRoute({
  ...inside,
  path: '/support-access',
  component: lazy(() => loadPage(() => import('../features/support/support-access.page.tsx')), 'SupportAccessPage'),
})

const supportReplay = createRoute({
  ...inside,
  path: '/support-access/$request',
  component: lazy(() => loadPage(() => import('../features/support/replay.page.tsx')), 'ReplayPage'),
})

const holds = createRoute({
  ...inside,
  path: '/holds',
  component: lazy(() => loadPage(() => import('../features/holds/holds.page.tsx')), 'HoldsPage'),
})

const transfers = createRoute({
  ...inside,
  path: '/transfers',
  component: lazy(() => loadPage(() => import('../features/transfers/transfers.page.tsx')), 'TransfersPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    ...outside,
    signedIn.addChildren([
      home,
      patients,
      registerPatient,
      chart.addChildren([timeline.addChildren([...timelineItems]), files, details, amendDetails, recordHistory, looks]),
      notes,
      draft,
      team,
      rules,
      singleSignOn,
      locked,
      member,
      whoCan,
      activity,
      ownActivity,
      proof,
      signIns,
      check,
      ...watched,
      ...incidents,
      signingIn,
      unfiled,
      unfiledItem,
      breakGlass,
      emergencyAccess,
      brokenGlasses,
      supportAccess,
      supportReplay,
      holds,
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
