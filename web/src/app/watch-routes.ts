/** The pages on which a practice sees what was done, what is unusual, and whether all is as it should be. */
import { createRoute, lazyRouteComponent as lazy } from '@tanstack/react-router'
import { loadPage } from './load-page.ts'
import { inside } from './signed-in-route.ts'

export const watched = [
  createRoute({
    ...inside,
    path: '/alerts',
    component: lazy(() => loadPage(() => import('../features/alerts/alerts.page.tsx')), 'AlertsPage'),
  }),
  createRoute({
    ...inside,
    path: '/integrity',
    component: lazy(() => loadPage(() => import('../features/checks/checks.page.tsx')), 'ChecksPage'),
  }),
  createRoute({
    ...inside,
    path: '/alerts/$alert',
    component: lazy(() => loadPage(() => import('../features/alerts/alert.page.tsx')), 'AlertPage'),
  }),
  createRoute({
    ...inside,
    path: '/reviews',
    component: lazy(() => loadPage(() => import('../features/reviews/reviews.page.tsx')), 'ReviewsPage'),
  }),
  createRoute({
    ...inside,
    path: '/reviews/new',
    component: lazy(() => loadPage(() => import('../features/reviews/new-review.page.tsx')), 'NewReviewPage'),
  }),
  createRoute({
    ...inside,
    path: '/reviews/$review',
    component: lazy(() => loadPage(() => import('../features/reviews/review.page.tsx')), 'ReviewPage'),
  }),
] as const

export const check = createRoute({
  ...inside,
  path: '/activity/check',
  component: lazy(() => loadPage(() => import('../features/checkpoints/check.page.tsx')), 'CheckPage'),
})
export const incidents = [
  createRoute({
    ...inside,
    path: '/incidents',
    component: lazy(() => loadPage(() => import('../features/incidents/incidents.page.tsx')), 'IncidentsPage'),
  }),
  createRoute({
    ...inside,
    path: '/incidents/new',
    component: lazy(() => loadPage(() => import('../features/incidents/new-incident.page.tsx')), 'NewIncidentPage'),
  }),
  createRoute({
    ...inside,
    path: '/incidents/$incident',
    component: lazy(() => loadPage(() => import('../features/incidents/incident.page.tsx')), 'IncidentPage'),
  }),
  createRoute({
    ...inside,
    path: '/incidents/$incident/notices/$notice',
    component: lazy(() => loadPage(() => import('../features/incidents/notice.page.tsx')), 'NoticePage'),
  }),
] as const
export const proof = createRoute({
  ...inside,
  path: '/proof',
  validateSearch: ({ open }: Record<string, unknown>): { open?: string } =>
    typeof open === 'string' && /^[PB]\d{1,2}$/.test(open) ? { open } : {},
  component: lazy(() => loadPage(() => import('../features/promises/proof.page.tsx')), 'ProofPage'),
})
