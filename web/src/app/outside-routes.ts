/** The pages of whoever is not signed in, under the root of all. */
import { createRootRoute, createRoute, lazyRouteComponent as lazy, Outlet, redirect } from '@tanstack/react-router'
import { queries } from '../api/queries.ts'
import { isFactorDue } from '../features/factors/factors.ts'
import { sessionQuery } from '../features/sessions/session.ts'
import { loadPage } from './load-page.ts'
import { NotFoundPage } from './not-found.page.tsx'

export const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const open = { getParentRoute: () => root }

const signIn = createRoute({
  ...open,
  path: '/sign-in',
  validateSearch: ({ then }: Record<string, unknown>): { then?: string } =>
    typeof then === 'string' && /^\/(?![/\\])/.test(then) ? { then } : {},
  component: lazy(() => loadPage(() => import('../features/sessions/sign-in.page.tsx')), 'SignInPage'),
})

const signInWith = createRoute({
  ...open,
  path: '/sign-in/with/$address',
  component: lazy(() => loadPage(() => import('../features/providers/sign-in-with.page.tsx')), 'SignInWithPage'),
})

const signInReturn = createRoute({
  ...open,
  path: '/sign-in/return',
  component: lazy(() => loadPage(() => import('../features/providers/return.page.tsx')), 'ReturnPage'),
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

const forgotten = createRoute({
  ...open,
  path: '/forgotten-password',
  component: lazy(() => loadPage(() => import('../features/passwords/forgotten.page.tsx')), 'ForgottenPage'),
})

const resetPassword = createRoute({
  ...open,
  path: '/reset',
  component: lazy(() => loadPage(() => import('../features/passwords/reset.page.tsx')), 'ResetPage'),
})

const newEmail = createRoute({
  ...open,
  path: '/email',
  component: lazy(() => loadPage(() => import('../features/emails/email-link.page.tsx')), 'NewEmailPage'),
})

const emailUndo = createRoute({
  ...open,
  path: '/email-undo',
  component: lazy(() => loadPage(() => import('../features/emails/email-link.page.tsx')), 'EmailUndoPage'),
})

const outbox = createRoute({
  ...open,
  path: '/outbox',
  component: lazy(() => loadPage(() => import('../features/mails/outbox.page.tsx')), 'OutboxPage'),
})

const published = createRoute({
  ...open,
  path: '/proof/$name',
  component: lazy(() => loadPage(() => import('../features/promises/published.page.tsx')), 'PublishedPage'),
})

const support = createRoute({
  ...open,
  path: '/support',
  component: lazy(() => loadPage(() => import('../features/support/support.page.tsx')), 'SupportPage'),
})

const enrolSupport = createRoute({
  ...open,
  path: '/support/enrol',
  component: lazy(() => loadPage(() => import('../features/support/enrol-support.page.tsx')), 'EnrolSupportPage'),
})

const breaches = createRoute({
  ...open,
  path: '/breaches',
  component: lazy(() => loadPage(() => import('../features/incidents/breach-process.page.tsx')), 'BreachProcessPage'),
})

const ownLooks = createRoute({
  ...open,
  path: '/access',
  component: lazy(() => loadPage(() => import('../features/access-links/own-looks.page.tsx')), 'OwnLooksPage'),
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

export const outside = [
  signIn,
  signInWith,
  signInReturn,
  signUp,
  invitation,
  forgotten,
  resetPassword,
  newEmail,
  emailUndo,
  outbox,
  published,
  support,
  enrolSupport,
  breaches,
  ownLooks,
  factorNeeded,
] as const
