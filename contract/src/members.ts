/** A member is an account in one practice. Invited, then pending, then approved by the practice (P06). */
import { z } from 'zod'
import { newPassword } from './practices.ts'
import { route } from './route.ts'
import { level } from './sessions.ts'
import { email, empty, id, instant, line } from './shapes.ts'

export const memberState = z.enum(['invited', 'pending', 'approved', 'left'])

export const member = z.strictObject({
  id,
  name: z.string(),
  role: z.string(),
  email: z.string(),
  level,
  state: memberState,
  since: instant,
  lastSignInAt: instant.nullable(),
  can: z.array(z.enum(['approve', 'changeLevel', 'withdraw'])),
})
export type Member = z.infer<typeof member>

export const invitation = z.strictObject({
  practice: z.string(),
  town: z.string(),
  name: z.string(),
  role: z.string(),
  email: z.string(),
  expiresAt: instant,
  hasAccount: z.boolean(),
})

const invitableLevel = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])

export const memberRoutes = {
  list: route({
    method: 'GET',
    path: '/api/members',
    input: empty,
    output: z.strictObject({ members: z.array(member) }),
  }),
  /** Answers with the link to hand over; it is shown once, holds 7 days and works once. */
  invite: route({
    method: 'POST',
    path: '/api/members',
    input: z.strictObject({ name: line(120), role: line(80), email, level: invitableLevel }),
    output: z.strictObject({ member, link: z.string(), expiresAt: instant }),
  }),
  approve: route({ method: 'POST', path: '/api/members/:id/approve', input: z.strictObject({ id }), output: member }),
  /** Level 0 ends every session of that member at once and keeps the history. The last administrator stays one. */
  changeLevel: route({
    method: 'POST',
    path: '/api/members/:id/level',
    input: z.strictObject({ id, level, reason: line(300) }),
    output: member,
  }),
  withdraw: route({
    method: 'DELETE',
    path: '/api/members/:id/invitation',
    input: z.strictObject({ id }),
    output: empty,
  }),
  /** Public, by the token of the link. */
  readInvitation: route({
    method: 'POST',
    path: '/api/invitations/read',
    input: z.strictObject({ token: z.string().max(100) }),
    output: invitation,
  }),
  /** Public: a new account sets its password; who has an account already gives the password of it. */
  acceptInvitation: route({
    method: 'POST',
    path: '/api/invitations/accept',
    input: z.strictObject({ token: z.string().max(100), password: newPassword }),
    output: z.strictObject({ practice: z.string() }),
  }),
}
