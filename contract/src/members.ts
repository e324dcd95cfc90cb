/** A member is an account in one practice. Invited, then pending, then approved by the practice (P06). */
import { z } from 'zod'
import { factorNeeded, secondStep } from './factors.ts'
import { birthDate, nhsNumber } from './patients.ts'
import { permissions, type Permission } from './permissions.ts'
import { newPassword } from './passwords.ts'
import { route } from './route.ts'
import { level } from './sessions.ts'
import { email, empty, id, instant, line, person } from './shapes.ts'

export const memberState = z.enum(['invited', 'pending', 'approved', 'left'])

export const member = z.strictObject({
  id,
  name: z.string(),
  role: z.string(),
  email: z.string(),
  level,
  state: memberState,
  since: instant,
  /** Who invited them, when, and when they accepted; null for those who founded the practice, and from before it was kept. */
  invited: z.strictObject({ by: z.string(), at: instant, acceptedAt: instant.nullable() }).nullable(),
  /** Until when the link works, of an invitation that nobody accepted yet. */
  expiresAt: instant.nullable(),
  /** How many single permissions hold beyond the level, or are withdrawn. */
  deviations: z.int(),
  lastSignInAt: instant.nullable(),
  can: z.array(z.enum(['approve', 'changeLevel', 'grant', 'inviteAgain', 'withdraw'])),
})
export type Member = z.infer<typeof member>

const permission = z.enum(permissions as [Permission, ...Permission[]])

/** One of the practice's locations, by its id in the rules. */
const namedLocation = z.strictObject({ id, name: z.string() })

/** A single permission given on top of the level, or withdrawn. */
export const memberGrant = z.strictObject({
  permission,
  given: z.boolean(),
  until: instant.nullable(),
  /** At which alone it counts; null: anywhere. */
  location: namedLocation.nullable(),
  reason: z.string(),
  by: z.string(),
  at: instant,
  /** Its end has come. */
  isOver: z.boolean(),
  /** The level says the same by itself. */
  isNeedless: z.boolean(),
})
export type MemberGrant = z.infer<typeof memberGrant>

/** What was done about a member, as the ledger has it. */
export const memberChange = z.strictObject({
  number: z.int(),
  at: instant,
  by: person,
  what: z.string(),
  /** Before and after, in words. */
  details: z.array(z.string()),
  reason: z.string().nullable(),
})
export type MemberChange = z.infer<typeof memberChange>

/** By what a record is known that is said to be a member's own: as on a form, never by its id. */
const saidRecord = z.strictObject({ family: line(80), birthDate, nhsNumber: nhsNumber.nullable().default(null) })

/** That it was said which record is a member's own. Whether there is such a record nobody is told. */
export const ownRecord = z.strictObject({
  at: instant,
  by: z.string(),
  /** To the member alone; null to them too where it went with a patient's erasure. */
  said: z.strictObject({ family: z.string(), birthDate: z.string(), nhsNumber: z.string().nullable() }).nullable(),
})
export type OwnRecord = z.infer<typeof ownRecord>

/** A member's own page: for themselves and for whoever changes members. */
export const memberPage = z.strictObject({
  member,
  /** What they may do now, at none of the locations. */
  allowed: z.array(permission),
  grants: z.array(memberGrant),
  ownRecord: ownRecord.nullable(),
  history: z.array(memberChange),
  /** Notes that they began and did not finish. They stay theirs, sealed, and nobody else opens them. */
  drafts: z.int(),
})
export type MemberPage = z.infer<typeof memberPage>

/** Everybody who works here, with what they may do. */
export const memberAccess = z.strictObject({
  id,
  name: z.string(),
  role: z.string(),
  level,
  allowed: z.array(permission),
  grants: z.array(
    z.strictObject({
      permission,
      given: z.boolean(),
      until: instant.nullable(),
      location: namedLocation.nullable(),
    }),
  ),
})
export type MemberAccess = z.infer<typeof memberAccess>

/** Where: a location of the rules, or null for anywhere. */
const where = id.nullable().default(null)
const grantInput = z.strictObject({
  id,
  permission,
  until: instant.nullable(),
  location: where,
  reason: line(300),
})

export const invitation = z.strictObject({
  practice: z.string(),
  town: z.string(),
  name: z.string(),
  role: z.string(),
  email: z.string(),
  level,
  /** Who invites; null from before that was kept. */
  by: z.string().nullable(),
  expiresAt: instant,
  hasAccount: z.boolean(),
  /** The practice's single sign-on, by which a new person accepts instead of by a password; required: by it alone. */
  provider: z.strictObject({ name: z.string(), isRequired: z.boolean() }).nullable(),
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
  read: route({ method: 'GET', path: '/api/members/:id', input: z.strictObject({ id }), output: memberPage }),
  listAccess: route({
    method: 'GET',
    path: '/api/members/access',
    input: empty,
    output: z.strictObject({ members: z.array(memberAccess) }),
  }),
  /** A new link to somebody who has not accepted; the old one works no more. */
  inviteAgain: route({
    method: 'POST',
    path: '/api/members/:id/invitation',
    input: z.strictObject({ id }),
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
  /** One permission on top of the level, at once, until its end or until somebody ends it. */
  give: route({ method: 'POST', path: '/api/members/:id/given', input: grantInput, output: memberPage }),
  /** One permission that the level includes is withdrawn. */
  take: route({ method: 'POST', path: '/api/members/:id/taken', input: grantInput, output: memberPage }),
  /** Back to what the level says. */
  endGrant: route({
    method: 'POST',
    path: '/api/members/:id/grant-ended',
    input: z.strictObject({ id, permission, location: where, reason: line(300) }),
    output: memberPage,
  }),
  /** Which record is a member's own, so that it is watched over. Answers the same whether there is such a record or not. */
  sayOwnRecord: route({
    method: 'PUT',
    path: '/api/members/:id/own-record',
    input: z.strictObject({ id, said: saidRecord }),
    output: ownRecord,
  }),
  takeBackOwnRecord: route({
    method: 'DELETE',
    path: '/api/members/:id/own-record',
    input: z.strictObject({ id }),
    output: empty,
  }),
  /** Oneself: all access to this practice ends at once. Its history and what one wrote stay. */
  leave: route({ method: 'POST', path: '/api/members/leave', input: empty, output: empty }),
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
    input: z.strictObject({ token: z.string().max(100), password: newPassword, second: secondStep.optional() }),
    /** Nobody joins before the second step of an account that has one. */
    output: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('joined'), practice: z.string() }),
      factorNeeded,
    ]),
  }),
}
