/** Who somebody of support is in a practice, in the shape in which its pages ask it of a member. */
import type { Session } from '@candour/contract/sessions.ts'
import { supportRoutes, type SupportSession } from '@candour/contract/support.ts'
import { call, rememberCsrf } from '../../api/client.ts'

/** Changing calls send the token of the session; after a page was loaded it is asked for first. */
export async function readSupportSession(): Promise<SupportSession> {
  const session = await call(supportRoutes.readSession, {})
  rememberCsrf(session.csrf)
  return session
}

export async function openAsSupport(request: string): Promise<Session> {
  const { idleMinutes } = await readSupportSession()
  const { id, name, email, csrf, practice, until, can } = await call(supportRoutes.open, { id: request })
  return {
    account: { id, name, email },
    member: { id, name, role: 'Support', level: 0 },
    practice: { ...practice, readOnly: true },
    otherPractices: [],
    can,
    csrf,
    lastSignIn: null,
    idleMinutes,
    endsAt: until,
    provesBy: [],
    provedForSeconds: 0,
    factorDueAt: null,
    passkeyNeeded: false,
    lockdown: null,
    newDevices: [],
  }
}
